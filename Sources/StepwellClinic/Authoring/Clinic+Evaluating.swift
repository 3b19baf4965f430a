import PathwayCompiler
package import PathwayEngine
import PathwayModel
import StepwellKit
package import StepwellRuntime

extension Clinic {
    /// What an expression of a case's pathway comes to, on the case's values.
    ///
    /// - Parameters:
    ///   - text: the case's id, or the patient who has just one.
    ///   - when: the past, or the future if nobody acts until then; nil for the case as it is.
    package func evaluate(_ expression: String, on text: String, when: When?) throws -> Evaluation {
        let (id, look) = try withCase(text) { id throws(RuntimeError) in (id, try runner.look(at: id, when: when)) }
        let (seen, now) = look
        guard let stored = try store.definition(digest: seen.definition.pathway.digest) else {
            throw Failure(.missing, "no_definition", "the case's definition is not in the store")
        }
        let compiler = PathwayCompiler(rules: folder.plugins.signatures, channels: nil) { stored.files[$0] }
        let compilation = compiler.compile(expression: expression, in: stored.path)
        guard let compiled = compilation.product else {
            throw Failure(
                .badData, "bad_expression", "the expression does not compile",
                mistakes: FileMistakes(
                    compilation.diagnostics, in: PathwayFolder(folder: ""), files: compilation.files))
        }
        let machine = Machine(compiled.pathway)
        let pathway = seen.definition.pathway
        guard let state = machine.adopting(seen.state, of: pathway) else {
            throw Failure(
                .unavailable, "definition_changed",
                "the files that the case's pathway was compiled from compile to something else now")
        }
        let journal =
            machine.forgetsEvents(of: compiled.program)
            ? try runner.history(of: id, seen.definition).filter { $0.row.at <= now }.flatMap(\.facts) + seen.facts
            : nil
        return machine.evaluate(
            compiled.program, state, at: now, journal: journal.map { machine.adopting($0, of: pathway) })
    }
}
