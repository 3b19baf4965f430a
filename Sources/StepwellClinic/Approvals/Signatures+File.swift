package import PathwayModel

extension Signatures {
    /// What is kept beside a pathway's file; none where nothing can be read there, which `check` tells.
    package init(of pathway: Pathway, beside path: String) {
        let place = SignatureFile.path(besidePathway: path)
        let file = FileReader.bytes(place).flatMap { SignatureFile.read($0, file: place).file }
        let own = file.flatMap { $0.pathway == pathway.identifier ? $0.signatures : nil }
        self.init(own ?? [], over: pathway.digest)
    }
}
