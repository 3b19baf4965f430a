import CEL
import PathwayCompiler
package import PathwayModel
import StepwellRuntime

/// What `doctor` shows: what is wrong with a clinic, and what somebody should know.
package struct DoctorView: Hashable, Sendable {
    package struct Check: Hashable, Sendable {
        package var name: String
        package var problems: [String]
        /// What is not wrong, but worth knowing.
        package var notes: [String] = []
    }

    package var checks: [Check]

    package var isGood: Bool { checks.allSatisfy(\.problems.isEmpty) }
    package var notes: [String] { checks.flatMap(\.notes) }

    package var json: JSON {
        [
            "ok": .bool(isGood),
            "checks": .array(checks.map { ["name": .string($0.name), "problems": JSON($0.problems)] }),
            "notes": JSON(notes),
        ]
    }
}

extension Clinic {
    /// Looks for what is wrong with settings, store, pathways, cases, channels and plugins.
    ///
    /// - Parameter tell: told what is being looked at.
    package func examine(_ tell: (String) -> Void = { _ in }) throws -> DoctorView {
        var checks = [
            lookAtSettings(),
            DoctorView.Check(
                name: "store", problems: try found { try problemsInStore(tell) },
                notes: try found { try store.remarks() }),
            lookAtPathways(),
            DoctorView.Check(
                name: "cases",
                problems: try found { try problemsInCases(tell) } + found { try casesAhead() }
                    + found { try lostCases() }),
            lookAtChannels(), lookAtPlugins(),
        ]
        if settings.downtime != nil {
            checks.append(DoctorView.Check(name: "downtime", problems: try found { try problemsInDowntime() }))
        }
        return DoctorView(checks: checks)
    }

    /// What a look comes to. What cannot be looked at is a problem, and the next look is taken all the same.
    private func found(_ look: () throws -> [String]) throws -> [String] {
        do { return try look() } catch {
            guard let failure = Failure(describing: error) else { throw error }
            return [failure.message]
        }
    }

    private func problemsInStore(_ tell: (String) -> Void) throws -> [String] {
        tell("looking at the store")
        return try store.problems()
    }

    /// Cases that take no input until the clock is right, or they are.
    private func casesAhead() throws -> [String] {
        guard let clock else { return [] }
        let ahead = try store.cases(CaseFilter()).filter {
            $0.lastInput.seconds - clock.seconds > CaseRunner.clockTolerance
        }
        let clocks = try clocks(of: ahead.map(\.id))
        return ahead.map { summary in
            "case \(summary.id): its last input is dated \(clocks.time(summary.lastInput, of: summary.id)), ahead of the "
                + "clock (\(clocks.time(clock, of: summary.id))): check the clock; 'stepwell mend-clock' puts the case right"
        }
    }

    /// Open cases to which nobody owes anything.
    private func lostCases() throws -> [String] {
        try lost(at: nil).rows.map { row in
            "case \(row.id): nobody owes it anything in \(row.states.map(\.path).joined(separator: ", ")), and time brings "
                + "nothing: 'stepwell lost' says why"
        }
    }

    /// Every case runs on a definition that can be used, and what is kept of it is what its journal says.
    private func problemsInCases(_ tell: (String) -> Void) throws -> [String] {
        let now = try now()
        let ids = try Set(store.cases(CaseFilter()).map(\.id)).union(store.damagedCases(in: .cases)).sorted()
        return ids.enumerated().compactMap { place, id in
            tell("\(place) of \(ids.count) cases looked at")
            do throws(RuntimeError) {
                let places = try runner.differences(of: id, at: now)
                guard !places.isEmpty else { return nil }
                return "case \(id): its journal says otherwise than \(places.joined(separator: ", "))"
            } catch {
                return "case \(id): \(Failure(error).message)"
            }
        }
    }
}
