import CEL
import PathwayModel

/// A patient who does not exist: what the record says, and how the patient keeps appointments.
struct InventedPatient {
    /// What the numbers of invented patients begin with, so that nobody takes one for somebody.
    static let prefix = "DEMO-"

    let number: String
    let firstName: String
    let lastName: String
    let birthDate: CalendarDate
    let habits: Habits

    /// - Parameter before: the day on which the patient is an adult.
    init(_ place: Int, seed: UInt64, before: CalendarDate) {
        var random = SeededNumbers(.patient, place, seed: seed)
        number = Self.number(place)
        firstName = random.pick(Self.firstNames)
        lastName = random.pick(Self.lastNames)
        let isYoung = random.chance(0.5)
        let age = Int.random(in: isYoung ? 19...34 : 28...66, using: &random)
        birthDate = before.adding(days: -age * 366 - Int.random(in: 0..<365, using: &random)) ?? before
        habits = Habits(&random)
    }

    /// Three digits, or as many as it takes.
    static func number(_ place: Int) -> String {
        let digits = String(place)
        return prefix + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }

    /// The place that a number stands for; nil for a number that is not an invented patient's.
    static func place(of number: String) -> Int? {
        let digits = number.dropFirst(prefix.count)
        guard number.hasPrefix(prefix), (1...9).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return Int(digits)
    }

    /// What is kept in the patient's record.
    var record: [Input.NamedText] {
        [
            .init("first_name", firstName), .init("last_name", lastName), .init("birth_date", birthDate.description),
            .init("email", "\(number.lowercased())@example.org"),
        ]
    }

    private static let firstNames = [
        "Aaliyah", "Adaeze", "Ahmed", "Aiko", "Alejandra", "Amara", "Ana", "Anders", "Aroha", "Beatriz", "Ben", "Bao",
        "Camila", "Chen", "Cleo", "Dariusz", "Deepa", "Elif", "Emeka", "Esther", "Fatima", "Gabriel", "Grace", "Hana",
        "Hiroshi", "Ibrahim", "Ingrid", "Isaac", "Jamal", "Jasmine", "Joaquín", "Kofi", "Leila", "Liam", "Lucía",
        "Malik",
        "Maria", "Mei", "Miriam", "Nadia", "Noah", "Olga", "Omar", "Priya", "Quinn", "Rafael", "Ravi", "Ruth", "Sam",
        "Sofia", "Tomás", "Thandiwe", "Uma", "Viktor", "Winona", "Xavier", "Yara", "Yusuf", "Zoë", "Zainab",
    ]
    private static let lastNames = [
        "Abebe", "Adeyemi", "Ali", "Andersen", "Baker", "Bianchi", "Castillo", "Chukwu", "Cohen", "Cruz", "Dang",
        "Diallo",
        "Dubois", "Eriksen", "Farouk", "Fernández", "Flores", "Goldberg", "Gupta", "Haddad", "Hassan", "Iyer",
        "Jackson",
        "Johnson", "Kaya", "Kim", "Kowalski", "Lee", "López", "Mbeki", "Mehta", "Mills", "Moreau", "Murphy", "Nakamura",
        "Nguyen", "Novak", "Okafor", "Ortiz", "Park", "Patel", "Petrov", "Quispe", "Ramírez", "Reyes", "Rossi", "Sato",
        "Schmidt", "Silva", "Singh", "Smith", "Tanaka", "Taylor", "Torres", "Tran", "Walker", "Wang", "Weiss", "Yazzie",
        "Young",
    ]
}

/// How a patient keeps appointments and answers calls.
struct Habits {
    /// In how many of a hundred sessions, as a share, the patient does not come and says nothing.
    let missed: Double
    /// The same of those that are called off.
    let excused: Double
    /// How often the patient takes a call.
    let reached: Double
    /// Whether nobody reaches the patient.
    var isElusive: Bool { reached < 0.1 }
    /// After how many sessions the patient stays away; nil for who comes to the end.
    let staysAwayAfter: Int?

    init(_ random: inout SeededNumbers) {
        let isOftenAway = random.chance(0.2)
        missed = Double.random(in: isOftenAway ? 0.16...0.32 : 0.06...0.15, using: &random)
        excused = Double.random(in: 0.01...0.06, using: &random)
        reached = random.chance(0.06) ? 0.03 : Double.random(in: 0.55...0.9, using: &random)
        staysAwayAfter = random.chance(0.1) ? Int.random(in: 2...22, using: &random) : nil
    }
}
