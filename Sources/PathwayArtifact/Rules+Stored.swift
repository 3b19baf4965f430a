import CEL
import PathwayModel

/// What its plugin said of a rule when the pathway was checked is kept; whom to ask is no part of a pathway, and bound
/// when cases are opened.
extension RuleUse: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(rule)
        writer.write(parameters)
        writer.write(checked)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            rule: try reader.read(), parameters: try reader.read(),
            checked: reader.format >= 5 ? try reader.read() : nil)
    }
}

extension RuleContract: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(parameters)
        writer.write(reads.words(only: only))
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        let parameters: [Parameter] = try reader.read()
        guard let (reads, only) = RuleReads.reading(try reader.read()) else { throw ByteReader.Malformed() }
        self.init(parameters: parameters, reads: reads, only: only)
    }
}

extension RuleContract.Parameter: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(type)
        writer.write(isRequired)
        writer.write(names)
        writer.write(fieldKind)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            name: try reader.read(), type: try reader.read(), isRequired: try reader.read(), names: try reader.read(),
            fieldKind: try reader.read())
    }
}

extension RuleContract.Parameter.Named: Stored {}
extension FieldKind: Stored {}
