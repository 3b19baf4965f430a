package import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// An open task of a case.
package struct TaskView: Hashable, Sendable {
    package var name: String
    package var title: String
    package var role: String?
    package var due: CalendarDate?
    /// The instant it is due; nil where the whole date counts.
    package var dueAt: LocalTime?
    package var isSafety: Bool
    /// How it may come out, of which one is said when it is completed; empty where nothing is asked.
    package var outcomes: [String]
    package var opened: CalendarDate?
    package var isOverdue: Bool
    /// Who sees to it, and until when; nil where nobody has claimed it.
    package var holder: WorklistEntry.Holder?
    /// It is not to be looked at before this day.
    package var putOffUntil: CalendarDate?
    /// Who on call was told of it, while nobody sees to it.
    package var pages: [PagedView] = []
    /// What it is about, where that is something that stands on an entry which was wrong.
    package var standing: [StandingView] = []

    package var json: JSON {
        let members: [JSON.Member] =
            [
                .init("id", .string(name)), .init("title", .string(title)),
                .init("due", JSON(dueAt?.text ?? due?.description)), .init("role", JSON(role)), .init("status", "open"),
                .init("overdue", .bool(isOverdue)), .init("opened", JSON(opened?.description)),
                .init("safety", .bool(isSafety)), .init("held_by", JSON(holder?.name)),
                .init("held_until", JSON(holder?.until.text)),
                .init("put_off_until", JSON(putOffUntil?.description)),
            ] + (outcomes.isEmpty ? [] : [.init("outcomes", JSON(outcomes))])
        let stands = standing.isEmpty ? [] : [JSON.Member("stands", .array(standing.map(\.json)))]
        return .object(members + pages.members + stands)
    }

    /// When it is due, for people: a date, or a minute.
    package var shownDue: String? { dueAt?.minute ?? due?.description }
}

extension SeenCase {
    /// Those about somebody's safety first.
    var openTasks: [TaskView] {
        let tasks = pathway.tasks.indices.filter { state.tasks[$0].status == .open }.map { view(of: TaskIndex($0)) }
        return tasks.filter(\.isSafety) + tasks.filter { !$0.isSafety }
    }

    func view(of index: TaskIndex) -> TaskView {
        let (task, record) = (pathway.tasks[index], state.tasks[index.position])
        return TaskView(
            name: task.name, title: task.title, role: task.role ?? record.opening?.role, due: record.opening?.due,
            dueAt: record.opening?.dueAt.map { local($0) }, isSafety: task.isSafety, outcomes: task.outcomes,
            opened: record.opened?.date,
            isOverdue: record.opening?.isOverdue(at: now) ?? false,
            holder: holder(of: .task(index)), putOffUntil: putOffUntil(.task(index)),
            pages: state.pages(for: index).map { PagedView($0, at: local($0.at)) },
            standing: task.name == Pathway.reviewTask ? standing : [])
    }

    /// Who sees to something that is owed, and until when; nil where nobody has claimed it.
    func holder(of subject: DutySubject) -> WorklistEntry.Holder? {
        guard let hold = state.tended[subject]?.hold, hold.stands(at: now) else { return nil }
        return WorklistEntry.Holder(
            name: hold.by, until: local(hold.until), note: hold.note,
            away: absences.absence(of: hold.by, on: today)?.words)
    }

    /// Until when something that is owed is put off; nil where it is not.
    func putOffUntil(_ subject: DutySubject) -> CalendarDate? {
        state.tended[subject]?.snoozedUntil.flatMap { $0 > today ? $0 : nil }
    }
}
