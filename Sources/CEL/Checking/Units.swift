/// Comparisons whose sides have types that fit and units that do not.
extension Checker {
    /// A number in percent beside a fraction: 0.5 is half a percent there, and was meant as half.
    mutating func checkPercent(_ left: Checked, _ right: Checked, _ id: Syntax.ID) {
        guard environment.findsNeverTrue, !environment.percentages.isEmpty else { return }
        for (number, fraction) in [(left, right), (right, left)] {
            guard let variable = variable(of: number), let percentage = environment.percentages[variable],
                let value = constantValue(of: fraction), case .double(let share) = value, share != 0, abs(share) < 1
            else { continue }
            let written = text(fraction.range)
            let percent = DecimalText.plain(share * 100)
            let name = text(number.range)
            if name.hasSuffix(percentage) {
                let amount = abs(share) == 0.5 ? "half a percent" : "less than one percent"
                report(
                    .fractionOfPercent, "\(name) is in percent, so that \(written) is \(amount)", at: fraction.range,
                    suggestions: [percent])
            } else {
                report(
                    .fractionOfPercent,
                    "\(name) is in points, and \(written) is less than one of them; a share of the "
                        + "baseline is asked for as \(percentage), in percent", at: fraction.range)
            }
            return
        }
    }

    /// The id of the variable that a part is, but for its sign.
    private func variable(of checked: Checked) -> Int? {
        var instruction = code.instructions[Int(checked.node)]
        if instruction.operation == .negate { instruction = code.instructions[Int(instruction.first)] }
        return instruction.operation == .variable ? Int(instruction.number) : nil
    }

    /// Says of a number of days beside a duration how many days that is, or how to ask for hours.
    mutating func reportDays(_ days: Checked, beside length: Checked, _ id: Syntax.ID) -> Bool {
        guard case .call(nil, let function, _, let arguments) = syntax[days.id].kind,
            environment.countsOfDays.contains(function.name)
        else { return false }
        let written = text(length.range)
        let message = "\(function.name) gives a number of days, and \(written) is a duration"
        if let value = constantValue(of: length), case .duration(let duration) = value, duration.nanoseconds == 0,
            duration.seconds % 86_400 == 0
        {
            report(
                .wrongType, "\(message); write the days as a number", at: syntax[id].range,
                suggestions: [String(duration.seconds / 86_400)])
        } else {
            let about = arguments.first.map { text(syntax[$0].range) } ?? "…"
            let since = function.name == "days_since" ? "recorded_at" : "entered_at"
            report(
                .wrongType, "\(message); hours are asked for as now - \(since)(\(about)) <= \(written)",
                at: syntax[id].range)
        }
        return true
    }
}
