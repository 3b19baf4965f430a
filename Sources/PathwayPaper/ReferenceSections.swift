import CEL
import PathwayEngine
import PathwayModel
import StepwellClinic

/// What states refer to: tasks, criteria with a name, what is kept of a patient, and what may come.
struct ReferenceSections {
    let words: PathwayWords
    private var pathway: Pathway { words.pathway }

    var sections: [PaperSection] { [tasks, criteria, data] }

    // MARK: Tasks

    private var tasks: PaperSection {
        let items = pathway.tasks.indices.map { place -> HTML in
            let task = pathway.tasks[place]
            let title: HTML = "\(.strong("\(task.title)")) \(.code(task.name))"
            let facts = [who(task) + ", \(words.due(task.due))"] + closing(task) + reminders(task)
            let safety: HTML = task.isSafety ? "\(HTML(.span, [.style("mark")], "safety")) " : .nothing
            return HTML(
                .li, [.id(PathwayWords.id(of: TaskIndex(place)))],
                safety + title + ": " + facts.joined("; ") + ".")
        }
        return PaperSection("tasks", "Tasks: whose, by when, and what closes them", [HTML(.ul, items)])
    }

    private func who(_ task: TaskDefinition) -> HTML { "for \(task.role ?? "anybody")" }

    private func closing(_ task: TaskDefinition) -> [HTML] {
        let events = task.closedBy.map { closing -> HTML in
            "\(words.words(for: closing.events))" + (closing.when.map { " when \(words.inline($0))" } ?? .nothing)
        }
        let hand: HTML =
            switch task.byHand {
            case .always: events.isEmpty ? "ticked off by hand" : "or ticked off by hand"
            case .never: "never ticked off by hand"
            case .when(let condition): "ticked off by hand only while \(words.inline(condition))"
            }
        return (events.isEmpty ? [] : ["closed by \(events.joined(" or "))"]) + [hand]
            + (task.afterClose || task.isSafety ? ["stays open when the case closes"] : [])
    }

    private func reminders(_ task: TaskDefinition) -> [HTML] {
        task.remind.map { "a reminder \($0.text) before" }
            + task.escalate.map { "\($0.after.text) after it was due it goes to \($0.role)" }
    }

    // MARK: Criteria

    private var criteria: PaperSection {
        let guards = pathway.guards.indices.map { place -> HTML in
            let named = pathway.guards[place]
            let notes = words.notes.notes.filter { $0.code.hasPrefix("\(named.name):") }
            let source = notes.map { " \(HTML(.span, [.style("source")], "\($0.text)"))" as HTML }.joined()
            return HTML(
                .li, [.id(PathwayWords.id(of: GuardIndex(place)))],
                "\(.code(named.name)): \(.code(named.program.source.onOneLine))\(words.values(in: named.program))\(source)"
            )
        }
        let tables = pathway.decisions.map { table in
            HTML(
                .li,
                "\(.strong("\(table.title ?? table.name)")) \(.code(table.name)), the first that holds: \(.code(table.program.source.onOneLine))"
            )
        }
        let none = [HTML(.p, "None: each stands where it is used.")]
        return PaperSection(
            "criteria", "Criteria with a name",
            (guards.isEmpty && tables.isEmpty ? none : []) + (guards.isEmpty ? [] : [HTML(.ul, guards)])
                + (tables.isEmpty ? [] : [HTML(.h3, "Decision tables"), HTML(.ul, tables)]))
    }

    // MARK: Data

    private var data: PaperSection {
        let fields = pathway.fields.map { field -> HTML in
            let facts: [HTML] =
                ["\(field.type.expectation)"]
                + (field.isEnrollment ? ["given when a case begins"] : [])
                + (field.defaultValue.map { ["\($0.words) unless given"] } ?? [])
                + (field.freshFor.map { ["good for \($0.text)"] } ?? [])
                + (field.sensitivity.map { ["\($0.rawValue)"] } ?? [])
            return HTML(.li, "\(.strong("\(field.shownName)")) \(.code(field.name)): \(facts.joined(", "))")
        }
        let events = pathway.events.filter { $0.kind == .declared }.map { event -> HTML in
            let parts = event.payload.map { part in
                "\(part.label ?? part.name) (\(part.type.expectation))" as HTML
            }
            return HTML(
                .li,
                "\(.code(event.name)) from \(words.people(event.by))"
                    + (parts.isEmpty ? .nothing : ", with \(parts.joined(", "))"))
        }
        let none = HTML(.p, "None.")
        return PaperSection(
            "data", "What is kept, and what may come",
            [
                HTML(.h3, "Fields"), fields.isEmpty ? none : HTML(.ul, fields),
                HTML(.h3, "Events that are sent to a case"),
                events.isEmpty ? none : HTML(.ul, events),
            ])
    }
}
