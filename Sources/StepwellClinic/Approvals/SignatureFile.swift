import PathwayCompiler
package import PathwayModel

/// `NAME.approvals.yaml` beside a pathway: a signature a line, added at the end and never changed.
package struct SignatureFile: Sendable {
    package static let suffix = ".approvals.yaml"

    package var pathway: String
    /// In the order in which they were given.
    package var signatures: [Signature]

    /// Where a pathway's signatures stand.
    package static func path(besidePathway path: String) -> String { path.replacingSuffix(".yaml", with: suffix) }

    /// - Returns: no file where there is an error.
    package static func read(_ bytes: [UInt8], file: String) -> (file: SignatureFile?, diagnostics: [Diagnostic]) {
        let composed = YAML.compose(bytes, file: file)
        guard let node = composed.document else { return (nil, composed.diagnostics) }
        var reader = Reader()
        let form = SignatureFileDeclaration.schema.read(node, &reader)
        if let form { reader.checkVersion(form.language) }
        let read = (form?.signatures.value ?? []).values().map { Signature($0) }
        let all = composed.diagnostics + reader.diagnostics
        guard let pathway = form?.pathway.value, !all.contains(where: { $0.severity == .error }) else {
            return (nil, all)
        }
        return (SignatureFile(pathway: pathway, signatures: read.compactMap(\.self)), all)
    }

    /// What a new file begins with.
    package static func head(of pathway: String) -> String {
        """
        # Who signed which text of '\(pathway)', written by 'stepwell approve': keep it in version control with the pathway.
        # A signature counts for the text with its digest alone. Lines are added at the end, and none is changed.
        stepwell: 1
        pathway: \(pathway)
        signatures:

        """
    }

    /// The line that is added for a signature.
    package static func line(for signature: Signature) -> String {
        let parts: [(key: String, value: String?)] = [
            ("by", Self.quoted(signature.name)), ("role", signature.role.map { Self.quoted($0) }),
            ("on", signature.date.description), ("version", Self.quoted(signature.version)),
            ("digest", Self.quoted(signature.digest)), ("review_by", signature.reviewBy?.description),
        ]
        let written = parts.compactMap { part in part.value.map { "\(part.key): \($0)" } }
        return "  - {\(written.joined(separator: ", "))}\n"
    }

    /// A text in which nothing is of YAML's: what JSON quotes, YAML reads.
    private static func quoted(_ text: String) -> String { JSON.string(text).text }
}

extension Signature {
    /// Nil where something is missing, which is told.
    fileprivate init?(_ form: SignatureDeclaration) {
        guard let name = form.by.value, let date = form.on.value, let version = form.version.value,
            let digest = form.digest.value
        else { return nil }
        self.init(
            name: name, role: form.role.value, date: date, version: version, digest: digest,
            reviewBy: form.reviewBy.value)
    }
}
