import PathwayCompiler
package import PathwayModel
import StepwellKit
import StepwellRuntime

/// The instruments of the clinic's folder, and those that come with the program.
package struct InstrumentShelf: Sendable {
    package struct Item: Sendable {
        package var instrument: Instrument
        /// Nil for one that comes with the program and is not in the folder.
        package var path: String?

        package var hasWording: Bool { instrument.items.contains { $0.text != nil } }
    }

    /// By name.
    package let items: [Item]

    /// - Parameter folder: the pathways' folder; nil where there is none.
    package init(folder: String?, shipped: ShippedParts) {
        let own = folder.map { Self.items(in: $0) } ?? []
        let known = Set(own.map(\.instrument.name))
        let compiler = PathwayCompiler(rules: [], channels: nil) { shipped.files[$0] }
        let others = shipped.all.filter { $0.kind == .instrument && !known.contains($0.name) }.compactMap { part in
            compiler.compileInstrument(part.path).product.map { Item(instrument: $0) }
        }
        items = (own + others).sorted { $0.instrument.name < $1.instrument.name }
    }

    private static func items(in folder: String) -> [Item] {
        let pathways = PathwayFolder(folder: folder)
        return FileReader.files(below: folder).compactMap { path in
            guard let inside = pathways.inside(path), inside.hasPrefix("instruments/"), inside.hasSuffix(".yaml"),
                !inside.hasSuffix(".test.yaml"),
                let instrument = pathways.compiler(PluginSet([])).compileInstrument(inside).product
            else { return nil }
            return Item(instrument: instrument, path: path)
        }
    }

    package func instrument(_ name: String) throws -> Instrument {
        guard let item = items.first(where: { $0.instrument.name == name }) else {
            throw Failure(
                .missing, "no_such_instrument", "there is no instrument '\(name)'",
                hint: "'stepwell instrument list' shows all")
        }
        return item.instrument
    }

    package var json: JSON {
        [
            "instruments": .array(
                items.map {
                    [
                        "instrument": .string($0.instrument.name), "title": .string($0.instrument.title),
                        "loinc": JSON($0.instrument.loinc), "file": JSON($0.path),
                    ]
                })
        ]
    }
}
