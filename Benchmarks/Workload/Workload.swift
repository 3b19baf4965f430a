package import CEL
import PathwayCompiler
package import PathwayEngine
package import PathwayModel

/// The benchmark's chart as a pathway, its streams as inputs, and how a case's end is told.
package struct Workload: Sendable {
    /// A workload file that does not compile.
    package struct Broken: Error {
        package let messages: [String]
    }

    /// When every stream begins.
    package static let start = Timestamp(seconds: 1_767_603_600)
    package static let file = "iop_workload.yaml"
    package static let name = "iop_workload"

    package let pathway: Pathway
    private let care: StateIndex
    private let authorization: StateIndex
    private let counted: [FieldIndex]

    package static var yaml: [UInt8] { PackageResources.iop_workload_yaml }

    /// A pathway in which something comes due every week.
    package static var reviews: [UInt8] { PackageResources.reviews_yaml }
    /// A pathway on which somebody is to be called.
    package static var calls: [UInt8] { PackageResources.calls_yaml }

    package init() throws {
        pathway = try Self.compile(Self.yaml, Self.file)
        let pathway = pathway
        func state(_ name: String) throws -> StateIndex {
            guard let place = pathway.states.firstIndex(where: { $0.name == name }) else {
                throw Broken(messages: ["there is no state '\(name)'"])
            }
            return StateIndex(place)
        }
        care = try state("care")
        authorization = try state("auth")
        counted = try ["phq9", "gad7", "risk", "attended", "scheduled", "days", "trans"].map { name in
            guard let place = pathway.fields.firstIndex(where: { $0.name == name }) else {
                throw Broken(messages: ["there is no field '\(name)'"])
            }
            return FieldIndex(place)
        }
    }

    /// Compiles a pathway that stands by itself in one file.
    package static func compile(_ bytes: [UInt8], _ file: String) throws -> Pathway {
        let compilation = PathwayCompiler(rules: [], channels: nil) { $0 == file ? bytes : nil }.compile(file)
        guard let pathway = compilation.product else {
            throw Broken(messages: compilation.diagnostics.map { "\($0.span.start.line): \($0.message)" })
        }
        return pathway
    }

    /// An event of a stream as a person would give it: results are recorded, everything else is sent.
    package static func input(_ event: StreamEvent) -> Input {
        switch event.name {
        case "phq9", "gad7", "risk", "consent": .record([.field(event.name, text: String(event.value))])
        // The engine has events of its own that begin with `session`.
        case "session": .send(event: "session_held", with: [Input.NamedText("v", String(event.value))])
        case "tick": .send(event: event.name, with: [Input.NamedText("v", String(event.value))])
        default: .send(event: event.name, with: [])
        }
    }

    package static let enrollment = Input.enroll(Input.Enrollment(with: []))

    /// When a stream's n-th event comes, from 0 on.
    package static func instant(_ number: Int) -> Timestamp {
        Timestamp(seconds: start.seconds + 60 * Int64(number + 1))
    }

    /// A case's end as the streams tell it.
    package func record(of state: CaseState) -> String {
        let leaves = state.leaves(in: pathway)
        func leaf(in region: StateIndex) -> String {
            leaves.first { pathway.isDescendant($0, of: region) }.map { pathway.states[$0].name } ?? "?"
        }
        let numbers = counted.map { field -> String in
            guard case .int(let number)? = state.value(of: field, in: pathway)
            else { return "?" }
            return String(number)
        }
        return "\(leaf(in: care))|\(leaf(in: authorization))|" + numbers.joined(separator: "|")
    }
}
