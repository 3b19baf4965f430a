import CEL
import PathwayModel

extension Instrument: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(title)
        writer.write(description)
        writer.write(license)
        writer.write(source)
        writer.write(loinc)
        writer.write(items)
        writer.write(scores)
        writer.write(checks)
        writer.write(proration)
        writer.write(freshFor)
        writer.write(baseline)
        writer.write(sensitivity)
        writer.write(by)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            name: try reader.read(), title: try reader.read(), description: try reader.read(),
            license: try reader.read(), source: try reader.read(), loinc: try reader.read(), items: try reader.read(),
            scores: try reader.read(), checks: try reader.read(),
            proration: try reader.read(), freshFor: try reader.read(), baseline: try reader.baseline())
        sensitivity = try reader.read()
        if reader.format >= 9 { by = try reader.read() }
    }
}

extension Instrument.Proration: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(allowed)
        writer.write(imputation)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(allowed: try reader.read(), imputation: try reader.read())
    }
}

extension Instrument.Proration.Imputation: Stored {}

extension Instrument.Item: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(text)
        writer.write(type)
        writer.write(loinc)
        writer.write(unasked)
        writer.write(answers)
        writer.write(isScored)
        writer.write(isReversed)
        writer.write(needed)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            name: try reader.read(), text: try reader.read(), type: try reader.read(), loinc: try reader.read(),
            unasked: try reader.read(),
            answers: try reader.read(), isScored: try reader.read(), isReversed: try reader.read())
        guard reader.format >= 2 else { return }
        needed = try reader.read()
    }
}

extension Instrument.Score: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(type)
        writer.write(program)
        writer.write(loinc)
        writer.write(bands)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            name: try reader.read(), type: try reader.read(),
            program: try reader.read(),
            loinc: try reader.read(), bands: try reader.read())
    }
}

extension Instrument.Band: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(range.lowerBound)
        writer.write(range.upperBound)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        let name: String = try reader.read()
        let (low, high): (Double, Double) = (try reader.read(), try reader.read())
        guard low <= high else { throw ByteReader.Malformed() }
        self.init(name: name, range: low...high)
    }
}

extension Instrument.Check: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(id)
        writer.write(program)
        writer.write(message)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(id: try reader.read(), program: try reader.read(), message: try reader.read())
    }
}

extension Instrument.Baseline: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(state)
        writer.write(elseFirstAfter)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(state: try reader.read(), elseFirstAfter: try reader.read())
    }
}

extension ArtifactReader {
    /// A baseline; form 1 has its state alone.
    fileprivate mutating func baseline() throws(Malformed) -> Instrument.Baseline? {
        guard format < 2 else { return try read() }
        let state: StateIndex? = try read()
        return state.map { Instrument.Baseline(state: $0, elseFirstAfter: false) }
    }
}
