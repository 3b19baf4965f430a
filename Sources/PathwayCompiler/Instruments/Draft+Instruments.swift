import CEL
import PathwayModel

extension Draft {
    /// Reads every instrument that the pathway uses, from its file in the folder `instruments`.
    mutating func loadInstruments() {
        for entry in sources.named["instruments"] ?? [] where isFree(entry) {
            let what = "the instrument '\(entry.name)'"
            let form = read.form(entry.value, what, keys: ["fresh_for", "baseline", "sensitivity"], mayBeEmpty: true)
            library.read = read
            let loaded = library.instrument("instruments/\(entry.name).yaml", named: entry)
            read = library.read
            guard var instrument = loaded else {
                instruments.fail(entry.name)
                continue
            }
            instrument.freshFor = form?["fresh_for"].flatMap { read.duration($0, "'fresh_for'") }
            if let kind = form?["sensitivity"].flatMap({ read.sensitivity($0) }) { instrument.sensitivity = kind }
            instruments.append(entry.name, instrument)
            if let node = form?["baseline"] {
                baselines.append((InstrumentIndex(instruments.elements.count - 1), node))
            }
        }
    }

    /// Finds the states whose first entering fixes baselines, once states have names.
    mutating func placeBaselines() {
        for (instrument, node) in baselines {
            guard let form = read.form(node, "'baseline'", keys: ["entering"], required: ["entering"]),
                let place = form["entering"], let name = read.text(place, "'entering'"),
                let state = state(name, at: place.span, from: Pathway.root)
            else { continue }
            instruments[instrument].baseline = state
        }
    }
}

extension Library {
    /// An instrument in a file of its own.
    mutating func instrument(_ path: String) -> Instrument? {
        let start = SourceSpan.Position(line: 1, column: 1)
        guard let node = document(path, at: SourceSpan(file: path, start: start, end: start), missing: .fileNotFound)
        else { return nil }
        return define(node)
    }

    /// An instrument that a pathway uses by its name.
    fileprivate mutating func instrument(_ path: String, named entry: NamedNode) -> Instrument? {
        guard let bytes = load(path) else {
            read.report(
                .unknownInstrument, "there is no instrument '\(entry.name)': no file '\(path)' in the pathways' folder",
                at: entry.key.span)
            return nil
        }
        guard let node = document(path, bytes), let instrument = define(node) else { return nil }
        guard instrument.name == entry.name else {
            read.report(
                .unknownInstrument, "the file '\(path)' defines the instrument '\(instrument.name)'",
                at: entry.key.span,
                hint: "a file has the name of its instrument")
            return nil
        }
        return instrument
    }

    private mutating func define(_ node: YAMLNode) -> Instrument? {
        let before = read.diagnostics.count
        var definition = InstrumentDefinition(read: read, source: files[node.span.file] ?? [])
        let instrument = definition.instrument(node)
        read = definition.read
        let isWhole = !read.diagnostics[before...].contains { $0.severity == .error }
        return isWhole ? instrument : nil
    }
}
