import PathwayModel

extension NameStage {
    /// Names the tasks, with what needs no other name.
    mutating func declareTasks() {
        let head = declared.head
        let reviewer = role(head.review.value?.role)
        let incidents = role(head.incidents.value?.role)
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
            task.by = form.by.value.map { read.roles($0, among: symbols.roles) }
            task.outcomes = outcomes(of: form)
            task.role = task.role ?? whose(entry.name, reviewer: reviewer, incidents: incidents)
            symbols.tasks.append(entry.name, task)
        }
        for var task in Pathway.builtInTasks where !symbols.tasks.isDeclared(task.name) {
            task.role = whose(task.name, reviewer: reviewer, incidents: incidents)
            symbols.tasks.append(task.name, task)
        }
        declareBreaches()
    }

    /// How a task may come out, each once.
    private mutating func outcomes(of form: TaskDeclaration) -> [String] {
        var names = NameList()
        for (outcome, node) in (form.outcomes.value ?? []).read() where !names.insert(outcome) {
            read.report(.duplicateName, "the outcome '\(outcome)' stands here a second time", at: node.span)
        }
        return names.names
    }

    /// Names the task that each promise opens when it is broken.
    private mutating func declareBreaches() {
        let owner = role(declared.head.owner)
        for form in (declared.head.promises.value ?? []).values() {
            guard let id = form.id.value else { continue }
            let task = TaskDefinition(
                forBreachOf: id, title: form.title.value ?? id, owner: role(form.owner) ?? owner,
                isSafety: form.safety.value ?? false)
            if !symbols.tasks.isDeclared(task.name) { symbols.tasks.append(task.name, task) }
        }
    }

    /// Whose a built-in task is by what stands at the head; nil where nothing does.
    private func whose(_ task: String, reviewer: String?, incidents: String?) -> String? {
        switch task {
        case Pathway.reviewTask: reviewer
        case Pathway.incidentTask, Pathway.undeliveredTask: incidents
        default: nil
        }
    }

    /// A role that the head names; nil where it names none, or one that is not declared.
    mutating func role(_ written: Written<String>?) -> String? {
        guard let (role, node) = written?.entry else { return nil }
        guard !symbols.roles.isEmpty, !symbols.roles.contains(role) else { return role }
        let hint = read.hint(for: role, among: symbols.roles.names)
        read.report(.badValue, "the role '\(role)' is not declared in this pathway", at: node.span, hint: hint)
        return nil
    }
}
