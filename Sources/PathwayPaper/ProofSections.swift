import PathwayModel
import PathwayProver
import StepwellClinic

/// What is promised, what is proved, what was not decided, and what tests have seen.
struct ProofSections {
    let view: PaperView
    let words: PathwayWords
    private var pathway: Pathway { words.pathway }

    var sections: [PaperSection] { [promises, proof, undecided, tests, notes] }

    // MARK: Promises

    private var promises: PaperSection {
        let items = pathway.promises.map { HTML(.li, item($0)) }
        return PaperSection(
            "promises", "What is promised of every case",
            items.isEmpty ? [HTML(.p, "Nothing.")] : [HTML(.ul, items)])
    }

    private func item(_ promise: Promise) -> HTML {
        let verdicts = view.proof.report.findings.filter { $0.property == .promise && $0.subject == promise.id }
        let safety: HTML = promise.isSafety ? "\(mark("safety")) " : .nothing
        var parts = [HTML(.p, safety + .strong("\(promise.shownTitle)") + " \(.code(promise.id))")]
        parts.append(HTML(.p, "\(kept(promise)) \(body(promise))."))
        if let because = promise.because { parts.append(HTML(.p, "Why: \(because)")) }
        let breach: HTML = "Where it is broken, \(promise.owner ?? "anybody") has a task."
        parts.append(HTML(.p, [.style("more")], breach))
        parts += verdicts.map { HTML(.p, "\(mark($0.verdict.kind.words)) \($0.sentence)") }
        return parts.joined()
    }

    private func kept(_ promise: Promise) -> HTML {
        promise.isOfEngine ? "Kept by the pathway itself:" : "Kept by people, and watched in every case:"
    }

    private func body(_ promise: Promise) -> HTML {
        switch promise.body {
        case .never(let program):
            return "never \(code(program))\(words.values(in: program))"
        case .whenever(let trigger, let expect, let within):
            let time: HTML = within.isNothing ? "when the same step ends" : "within \(within.text)"
            return "\(words(for: trigger)), then \(time) \(code(expect))\(words.values(in: expect))"
        case .everyState(let within):
            return "every state of an open case is left, or looked at, within \(within.text)"
        }
    }

    private func words(for trigger: Promise.Trigger) -> HTML {
        switch trigger {
        case .entered(let state): "whenever \(words.link(state)) is entered"
        case .left(let state): "whenever \(words.link(state)) is left"
        case .recorded(let events, let when):
            "whenever \(words.words(for: events)) is recorded" + (when.map { " and \(code($0))" } ?? .nothing)
        case .holds(let program): "whenever \(code(program))"
        }
    }

    private func code(_ program: Program) -> HTML { .code(program.source.onOneLine) }
    private func mark(_ text: String) -> HTML { HTML(.span, [.style("mark")], .words(text)) }

    // MARK: The proof

    private var proof: PaperSection {
        let report = view.proof.report
        let counts = Finding.Verdict.Kind.worstFirst.map { "\(view.proof.count($0)) \($0.words)" }
        // What is not decided has a part of its own.
        let items = Finding.Verdict.Kind.worstFirst.filter { $0 != .notDecided }.flatMap { kind in
            report.findings.filter { $0.verdict.kind == kind }.map { HTML(.li, item($0)) }
        }
        return PaperSection(
            "proof", "What is proved, and what is not",
            ProofView.meaning.map { HTML(.p, .words($0)) } + [
                HTML(
                    .p,
                    "Owed is what people have to keep: it has a date, and a breach is seen. Violated comes with a story that shows it. Not decided is what the time or the means of the proof did not reach: it stands in the next part."
                ),
                HTML(
                    .p, "\(counts.joined(separator: ", ")), in \(report.situations) situations that a case can come to."
                ),
                HTML(.ul, items),
            ])
    }

    private func item(_ finding: Finding) -> HTML {
        let about: HTML = finding.subject.isEmpty ? .nothing : " \(.code(finding.subject))"
        let safety: HTML = finding.isSafety ? " \(mark("safety"))" : .nothing
        let head = "\(mark(finding.verdict.kind.words))\(safety) \(finding.sentence)" + about
        let why = finding.verdict.why.map { HTML(.p, [.style("more")], "\($0)") } ?? .nothing
        let told = finding.plain.isEmpty ? .nothing : HTML(.ul, finding.plain.map { HTML(.li, "\($0)") })
        return head + why + (view.proof.walk(of: finding).map { story($0) } ?? told)
    }

    /// The way that a story walks, with marks that are words to who hears them.
    private func story(_ walk: Walk) -> HTML {
        let steps = walk.steps.map { step -> HTML in
            let ways = step.ways.map { way in
                "\u{2192} \(.code(way.name))" + (way.because.map { " (\($0))" } ?? .nothing)
            }
            let places = step.places.map { "\($0.label)" as HTML }.joined(" and ")
            let led = ways + (step.places.isEmpty ? [] : ["\u{2192} \(.strong(places))"]) + step.notes.map { "\($0)" }
            let wrong: HTML = step.isAsTold ? .nothing : "\(mark("here it is broken")) "
            return HTML(.li, "\(wrong)\(step.date) \(step.said) " + led.joined(" "))
        }
        return HTML(.ol, [.style("walk")], steps)
    }

    private var undecided: PaperSection {
        let findings = view.undecided.map { HTML(.li, item($0)) }
        let told = view.diagnostics.map { diagnostic in
            HTML(
                .li,
                "\(diagnostic.message) (\(.code(diagnostic.code.id)), \(diagnostic.span.file) line \(diagnostic.span.start.line))"
            )
        }
        return PaperSection(
            "undecided", "What was not decided, and what to look at",
            [
                HTML(.h3, "Not decided by the proof"),
                findings.isEmpty ? HTML(.p, "Nothing: each question has an answer.") : HTML(.ul, findings),
                HTML(.h3, "Warnings and advice about the file"),
                told.isEmpty ? HTML(.p, "None.") : HTML(.ul, told),
            ])
    }

    // MARK: Tests

    private var tests: PaperSection {
        guard let tests = view.tests else {
            return PaperSection("tests", "Scenario tests", [HTML(.p, "There are none beside this pathway.")])
        }
        let rows = tests.coverage.flatMap(\.parts).map { part in
            HTML(
                .tr, HTML(.th, [.scope("row")], .words(part.name)), HTML(.td, "\(part.seen) of \(part.all)"),
                HTML(.td, part.missing.isEmpty ? "nothing" : "\(part.missing.joined(separator: "; "))"))
        }
        let table = HTML(
            .table, HTML(.caption, "What the stories have seen"),
            .columns(["Of the pathway's", "Seen", "Not seen"]), HTML(.tbody, rows))
        let results = tests.files.flatMap(\.results).map { result in
            HTML(.li, "\(mark(result.isGood ? "as written" : "FAILED")) \(result.name)")
        }
        return PaperSection(
            "tests", "Scenario tests",
            [
                HTML(
                    .p,
                    "Stories of made-up patients, which the pathway has to come out of as written: \(tests.passed) did, \(tests.failed) did not."
                ), table, HTML(.ul, results),
            ])
    }

    // MARK: Notes

    private var notes: PaperSection {
        let own = view.notes.notes.first?.file
        let rows = view.notes.notes.map { note in
            HTML(
                .tr, HTML(.td, (note.file == own ? "line" : "\(note.file)") + " \(note.line)"),
                HTML(.td, note.code.isEmpty ? .nothing : .code(note.code)), HTML(.td, "\(note.text)"))
        }
        let table = HTML(
            .table, [.style("dense")],
            HTML(.caption, "Everything that stands behind a # in the file and in what it includes"),
            .columns(["Line", "Beside or above", "Note"]), HTML(.tbody, rows))
        return PaperSection(
            "notes", "Sources and notes of the author", rows.isEmpty ? [HTML(.p, "None.")] : [table])
    }
}
