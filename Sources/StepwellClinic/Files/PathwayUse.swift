import PathwayCompiler
import PathwayModel
package import StepwellRuntime

/// What only the clinic around a pathway knows: who has which role, and what its cases run on.
package struct PathwayUse: Sendable {
    private let settings: Settings?
    private let store: (any CaseStore)?
    /// Why nobody knows what cases run on; nil where that is known, and where there is no store.
    private let unread: Failure?

    package init(_ clinic: Clinic) {
        (settings, store, unread) = (clinic.settings, clinic.store, nil)
    }

    /// Of the clinic whose pathways stand in a folder, if it is one's.
    package init(of folder: PathwayFolder, _ stores: any CaseStoreOpener) {
        guard let clinic = folder.clinic, let settings = folder.clinicSettings else {
            (settings, store, unread) = (nil, nil, nil)
            return
        }
        self.settings = settings
        let place = StorePlace(settings.store, in: clinic)
        guard !place.isMissing else {
            (store, unread) = (nil, nil)
            return
        }
        do throws(StoreError) { (store, unread) = (try stores.open(at: place.location), nil) } catch {
            let isNone = place.isAddress && error == .missing(path: place.location)
            (store, unread) = (nil, isNone ? nil : Failure(error, path: place.location))
        }
    }

    /// The roles in which somebody acts; nil where no settings say who does.
    package var heldRoles: Set<String>? {
        settings?.users.map { $0.values.reduce(into: []) { $0.formUnion($1.roles) } }
    }

    /// What is wrong with a pathway where it is used.
    func find(in pathway: Pathway, _ outline: FileOutline) -> (warnings: [Diagnostic], unread: Failure?) {
        let people = rolesOfNobody(in: pathway, outline) + nobodyOnCall(for: pathway, outline)
        do throws(StoreError) { return (people + (try changedText(of: pathway, outline)), unread) } catch {
            return (people, Failure(error))
        }
    }

    /// Tasks about somebody's safety of which nobody on call is told. A trial may do without.
    private func nobodyOnCall(for pathway: Pathway, _ outline: FileOutline) -> [Diagnostic] {
        guard let settings, settings.users != nil || settings.onCall != nil, let place = outline.pathway else {
            return []
        }
        let tasks = pathway.tasks.filter { $0.callsForSomebody && !Pathway.isBuiltIn(task: $0.name) }
        let isSomebody = settings.whoIsOnCall?.line.contains { !$0.people.isEmpty } ?? false
        guard let first = tasks.first, !isSomebody else { return [] }
        let more = tasks.count > 1 ? " and \(tasks.count - 1) more" : ""
        return [
            Diagnostic(
                .nobodyOnCall,
                "nobody is on call for '\(first.name)'\(more), which \(tasks.count > 1 ? "are" : "is") about safety",
                at: place,
                hint: "say under 'on_call' in \(Settings.file) who is told, and how")
        ]
    }

    /// Roles of which nobody is. Without users in the settings anybody acts in any.
    private func rolesOfNobody(in pathway: Pathway, _ outline: FileOutline) -> [Diagnostic] {
        guard let held = heldRoles, let elsewhere = outline.pathway else { return [] }
        return pathway.roles.filter { !held.contains($0) }.map { role in
            Diagnostic(
                .roleOfNobody, "nobody has the role '\(role)'", at: outline.roles[role] ?? elsewhere,
                hint: "give it to somebody under 'users' in \(Settings.file)")
        }
    }

    private func changedText(of pathway: Pathway, _ outline: FileOutline) throws(StoreError) -> [Diagnostic] {
        let (name, version) = (pathway.identifier, pathway.version)
        guard let store, let place = outline.version,
            let kept = try store.definition(pathway: name, version: version), kept.digest != pathway.digest
        else { return [] }
        let open = try store.cases(CaseFilter(pathway: name, status: .open)).count { $0.version == version }
        let cases =
            switch open {
            case 0: "closed cases ran"
            case 1: "an open case runs"
            default: "\(open) open cases run"
            }
        return [
            Diagnostic(
                .changedInUse, "version '\(version)' was another text when its first case began, and \(cases) on that",
                at: place, hint: "give the changed pathway a new version; cases that have begun stay on theirs")
        ]
    }
}
