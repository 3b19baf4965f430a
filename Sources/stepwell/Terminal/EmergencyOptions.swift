import ArgumentParser
import StepwellClinic

/// What commands take that only look: how to see in an emergency what else may not be seen.
struct EmergencyOptions: ParsableArguments {
    @Flag(help: "Look in an emergency at what you may not see otherwise: it is kept, and somebody looks into it.")
    var emergency = false

    @Option(help: "Why it is an emergency.")
    var reason: String?

    /// Whether anything is said of one.
    var isSaid: Bool { emergency || reason != nil }

    func validate() throws {
        guard isSaid else { return }
        guard emergency, reason?.contains(where: { !$0.isWhitespace }) == true else {
            throw ValidationError("--emergency and --reason are given together")
        }
    }

    var onlooker: Onlooker { Onlooker(emergency: reason) }
}

/// How commands look at what is about patients.
enum Looking {
    /// Looks at something, and says what whoever looks should know.
    static func see<Screen: ShowsPatients>(
        _ door: Door, in clinic: Clinic, _ onlooker: Onlooker = Onlooker(), about subject: RightSubject = .clinic,
        _ make: (Clinic) throws -> Screen
    ) throws -> Screen {
        try look(door, in: clinic, onlooker, about: subject, make).screen
    }

    /// The same, with the clinic as whoever looks sees it.
    static func look<Screen: ShowsPatients>(
        _ door: Door, in clinic: Clinic, _ onlooker: Onlooker, about subject: RightSubject,
        _ make: (Clinic) throws -> Screen
    ) throws -> Looked<Screen> {
        let looked = try clinic.see(door, onlooker, about: subject, make)
        for note in looked.notes { Output.note(Line(note)) }
        return looked
    }
}
