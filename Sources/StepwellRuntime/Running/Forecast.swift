package import CEL
package import PathwayEngine
package import PathwayModel

/// What time brings to a case while nobody acts: the engine run forward on a copy, as `advance` would run it.
package struct Forecast: Sendable {
    /// How far it looks.
    package static let days = 90
    /// At how many instants something happens, at most.
    package static let most = 40

    /// What comes at an instant.
    package struct Brought: Sendable {
        package var at: Timestamp
        package var facts: [Fact]
        /// The case before it.
        package var before: CaseState
        /// What would happen by itself then, were it known whether its condition holds.
        package var waiting: [Waiting]
    }

    /// An automatic transition that nobody knows whether to take, with what it waits for.
    package struct Waiting: Hashable, Sendable {
        package var transition: TransitionIndex
        package var reasons: [String]
    }

    package var brought: [Brought]
    /// The end of what was looked at.
    package var until: Timestamp
    /// Whether more would come before that.
    package var isCut: Bool
}

extension CaseRunner {
    /// What time brings to a case that was looked at, from then on.
    package func forecast(_ id: CaseID, _ seen: SteppedCase, from now: Timestamp) throws(RuntimeError) -> Forecast {
        let until = Timestamp(seconds: now.seconds + Int64(Forecast.days) * 86_400)
        var open = OpenCase(id: id, patient: seen.patient, definition: seen.definition)
        open.put(seen.state, wakeUpAfter: now)
        if let next = seen.nextWakeUp, next > now { open.nextWakeUp = min(open.nextWakeUp ?? next, next) }
        var way = CatchingUp(current: open)
        var forecast = Forecast(brought: [], until: until, isCut: false)
        var known = waiting(open, at: now)
        for _ in 0..<StepLimits.standard.wakeUps {
            guard let due = way.current.nextWakeUp, due <= until else { return forecast }
            guard forecast.brought.count < Forecast.most, let before = way.current.state else { break }
            let count = way.facts.count
            guard try wake(&way, at: due, keeps: false) else { throw .busy }
            let waits = waiting(way.current, at: due)
            let facts = Array(way.facts[count...])
            let new = waits.filter { wait in !known.contains { $0.transition == wait.transition } }
            known = waits
            guard !facts.isEmpty || !new.isEmpty else { continue }
            forecast.brought.append(
                Forecast.Brought(at: due, facts: facts, before: before, waiting: new))
        }
        forecast.isCut = true
        forecast.until = forecast.brought.last?.at ?? now
        return forecast
    }

    /// What would happen by itself at an instant, were it known whether its condition holds.
    private func waiting(_ open: OpenCase, at now: Timestamp) -> [Forecast.Waiting] {
        guard let state = open.state, state.status == .open else { return [] }
        let (machine, plugins, patient) = (open.definition.machine, plugins, open.patient)
        guard
            let explanation = machine.explain(
                state, at: now, findsRemedies: false, askingAll: { plugins.answers(to: $0, about: patient) })
        else { return [] }
        return explanation.ways.compactMap { way in
            guard case .automatic = machine.pathway.transitions[way.transition].trigger, way.notBefore == nil,
                case .unknown(let reasons) = way.truth
            else { return nil }
            return Forecast.Waiting(transition: way.transition, reasons: reasons)
        }
    }
}
