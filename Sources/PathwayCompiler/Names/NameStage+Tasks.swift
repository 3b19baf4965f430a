import PathwayModel

extension NameStage {
    /// Names the tasks, with what needs no other name.
    mutating func declareTasks() {
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
            symbols.tasks.append(entry.name, task)
        }
        for task in Pathway.builtInTasks where !symbols.tasks.isDeclared(task.name) {
            symbols.tasks.append(task.name, task)
        }
    }
}
