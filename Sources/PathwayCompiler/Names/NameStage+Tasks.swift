import PathwayModel

extension NameStage {
    /// Names the tasks, with what needs no other name.
    mutating func declareTasks() {
        let reviewer = reviewer
        for entry in declared.tasks {
            if entry.name == "state" {
                read.report(
                    .reservedName, "a task cannot be called 'state': 'done.state' means the end of a state",
                    at: entry.key.span)
                continue
            }
            let form = entry.value ?? TaskDeclaration()
            if let (role, node) = form.role.entry { read.check(role: role, at: node.span, among: symbols.roles) }
            let escalations = (form.escalate.value ?? []).values().compactMap(\.escalation)
            var task = TaskDefinition(
                name: entry.name, title: form.title.value ?? entry.name, role: form.role.value, due: .open,
                closedBy: [], remind: (form.remind.value ?? []).values(), escalate: escalations,
                afterClose: form.afterClose.value ?? false)
            task.isSafety = form.safety.value ?? false
            if entry.name == Pathway.reviewTask { task.role = task.role ?? reviewer }
            symbols.tasks.append(entry.name, task)
        }
        for var task in Pathway.builtInTasks where !symbols.tasks.isDeclared(task.name) {
            if task.name == Pathway.reviewTask { task.role = reviewer }
            symbols.tasks.append(task.name, task)
        }
    }

    /// Whose the reviews of corrections are; nil where the pathway does not say.
    private var reviewer: String? {
        mutating get {
            guard let (role, node) = declared.head.review.value?.role.entry else { return nil }
            guard !symbols.roles.isEmpty, !symbols.roles.contains(role) else { return role }
            let hint = read.hint(for: role, among: symbols.roles.names)
            read.report(.badValue, "the role '\(role)' is not declared in this pathway", at: node.span, hint: hint)
            return nil
        }
    }
}
