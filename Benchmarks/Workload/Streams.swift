/// An event of a stream, with the one number it carries.
package struct StreamEvent: Hashable, Sendable {
    package let name: String
    package let value: Int
}

/// One case's events until it ends, and the record it must end with.
package struct CaseStream: Sendable {
    package let events: [StreamEvent]
    package let record: String

    /// The canonical streams: 2,000 cases of seed 42 hold 95,845 events.
    package static func generate(_ count: Int, seed: UInt32 = 42) -> [CaseStream] {
        var generator = MersenneTwister(seed: seed)
        return (0..<count).map { _ in
            var course = Course(generator)
            course.run()
            generator = course.generator
            return CaseStream(events: course.events, record: course.reference.record)
        }
    }

    /// The streams as the programs in `Floors` read them: `number <TAB> record <TAB> event:value,event:value,…`
    package static func text(_ streams: [CaseStream]) -> String {
        streams.enumerated().map { number, stream in
            let events = stream.events.map { "\($0.name):\($0.value)" }.joined(separator: ",")
            return "\(number)\t\(stream.record)\t\(events)\n"
        }.joined()
    }
}

/// Drives one case with plausible events. Draws stand in the order that makes a seed mean the same everywhere.
private struct Course {
    private(set) var generator: MersenneTwister
    private(set) var reference = ReferenceCase()
    private(set) var events: [StreamEvent] = []
    private var phq9 = 0
    private var gad7 = 0

    init(_ generator: MersenneTwister) { self.generator = generator }

    private mutating func send(_ name: String, _ value: Int = 0) {
        let event = StreamEvent(name: name, value: value)
        events.append(event)
        reference.take(event)
    }

    private mutating func happens(_ chance: Double) -> Bool { generator.fraction() < chance }

    mutating func run() {
        let attendsWell = happens(0.88)
        intake()
        while !reference.isDone, events.count < 120 {
            if reference.care == "waitlist" {
                wait()
            } else if reference.isInProgram || reference.isInStepDown {
                week(attendsWell)
            } else if reference.isInFollowUp {
                followUp()
            } else if reference.care == "inpatient" {
                stay()
            }
        }
        end()
    }

    private mutating func intake() {
        send("consent", happens(0.1) ? 0 : 1)
        send("schedule_intake")
        send("intake_done")
        if reference.care == "intake" {
            send("consent", 1)
            send("intake_done")
        }
        phq9 = happens(0.12) ? generator.integer(in: 0...4) : generator.integer(in: 8...24)
        gad7 = phq9 > 4 ? generator.integer(in: 6...20) : generator.integer(in: 0...6)
        send("phq9", phq9)
        send("assess_done")
        send("gad7", gad7)
        send("risk", happens(0.05) ? 2 : generator.integer(in: 0...1))
        send("assess_done")
        if happens(0.8) { send("auth_approved") }
        send("decide")
    }

    private mutating func wait() {
        send("tick", 7)
        if !reference.isAuthorized, happens(0.8) { send("auth_approved") }
        send(happens(0.7) ? "slot_open" : "review")
    }

    private mutating func week(_ attendsWell: Bool) {
        let sessions = ["phase1": 5, "phase2": 3, "two_per_week": 2][reference.care] ?? 1
        for _ in 0..<sessions { send("session", happens(attendsWell ? 0.96 : 0.4) ? 1 : 0) }
        phq9 = max(0, min(27, phq9 - generator.integer(in: 0...9)))
        send("phq9", phq9)
        if happens(0.5) {
            gad7 = max(0, min(21, gad7 - generator.integer(in: 0...8)))
            send("gad7", gad7)
        }
        send("tick", 7)
        if happens(0.04) {
            send("risk", 2)
            send("crisis")
            return
        }
        if happens(0.04), reference.isAuthorized {
            send("auth_expired")
            send("auth_approved")
        }
        send("review")
    }

    private mutating func followUp() {
        send("tick", ["day7": 7, "day30": 23][reference.care] ?? 60)
        phq9 = max(0, min(27, phq9 + generator.integer(in: -2...3)))
        send("phq9", phq9)
        send("contact")
    }

    private mutating func stay() {
        guard !happens(0.35) else { return send("transfer_out") }
        send("tick", 7)
        send("stabilised")
        send("risk", 0)
        send("stabilised")
    }

    private mutating func end() {
        guard !reference.isDone else { return }
        if reference.isInProgram || reference.isInStepDown || reference.isInFollowUp {
            send("crisis")
        } else if reference.care != "inpatient" {
            send("tick", 60)
            send("review")
        }
        if !reference.isDone { send("transfer_out") }
    }
}
