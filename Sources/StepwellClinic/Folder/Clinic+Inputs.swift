import CEL
package import PathwayModel
package import StepwellRuntime

extension When {
    /// Where the clock of a case stands that only its inputs move: at its last input.
    package static let lastInput = When.clock(Timestamp(seconds: -62_135_596_800))
}

extension Clinic {
    /// Where the clock stands that dates inputs; nil where it is simulated.
    package var clock: Timestamp? { settings.isSimulated ? nil : folder.parts.now() }

    /// When an input to a case happens: now, or what somebody says if the clinic's clock may be ahead.
    package func instant(said: When?) throws -> When {
        guard let said else { return settings.isSimulated ? .lastInput : .clock(folder.parts.now()) }
        guard !settings.isSimulated else { return said }
        let now = folder.parts.now()
        let isAhead =
            switch said {
            case .instant(let instant), .clock(let instant): instant > now
            // Noon of a date lies at most fourteen hours before noon of the same date in UTC.
            case .date(let date): Timestamp(seconds: Int64(date.daysSinceEpoch) * 86_400 - 7_200) > now
            }
        guard !isAhead else {
            throw Failure(
                .badData, "ahead_of_clock", "--at lies ahead of the clock",
                hint: "only a clinic with 'clock: simulated' in its settings may run ahead")
        }
        return said
    }

    /// The same for what is no matter of one case: a new case, or all of them.
    package func instantOfAll(said: When?) throws -> When {
        guard said == nil, settings.isSimulated else { return try instant(said: said) }
        return .instant(try now())
    }
}
