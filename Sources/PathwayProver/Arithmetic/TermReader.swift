import CEL
import PathwayModel

/// Reads parts of expressions as terms of linear arithmetic, all of one question: what several parts read is one thing.
final class TermReader {
    let table: FigureTable
    /// The event at hand, where there is one.
    let event: EventIndex?
    /// Whether everything is recorded, and fresh.
    let knowsAll: Bool
    /// By how they are written.
    private(set) var quantities: [String: Quantity] = [:]
    /// Quantities in the order in which they were met.
    private(set) var order: [String] = []
    /// What was declared besides quantities, each with its sort.
    private(set) var declared: [(name: String, sort: String)] = []
    private(set) var assertions: [SMT] = []
    /// Dates that the calendar makes of another date or of an instant.
    private(set) var calendarDates: [CalendarValue] = []
    /// Whether something was met that is no arithmetic.
    var hasMetOther = false
    /// Where each variable stands first.
    private let places: [Int: (program: Program, part: Program.Part)]
    private var rounded: [String: SMT] = [:]
    /// That nothing is rounded off.
    private(set) var unrounded: [SMT] = []
    private var texts: [String] = []

    /// A date that the calendar makes of something, by their names.
    struct CalendarValue {
        enum Kind {
            /// So many business days after a date.
            case businessDays(Int64)
            /// On which an instant lies.
            case day
        }

        var kind: Kind
        var date: String
        var from: String
    }

    var pathway: Pathway { table.pathway }

    init(
        _ table: FigureTable, on event: EventIndex?, knowsAll: Bool,
        places: [Int: (program: Program, part: Program.Part)]
    ) {
        self.table = table
        self.places = places
        self.event = event
        self.knowsAll = knowsAll
    }

    // MARK: What is true or false

    func judgement(_ part: Program.Part, _ program: Program) -> Judgement {
        switch program.shape(of: part) {
        case .constant(.bool(let truth)): return Judgement(Truth(truth))
        case .not(let inner): return judgement(inner, program).opposite
        case .and(let parts): return .all(parts.map { judgement($0, program) })
        case .or(let parts): return .any(parts.map { judgement($0, program) })
        case .conditional(let parts) where parts.count == 3:
            return judgement(parts[0], program)
                .chooses(judgement(parts[1], program), else: judgement(parts[2], program))
        case .relation(let left, let relation, let right):
            return relation == .within
                ? membership(part, left, right, program)
                : comparison(left, relation, right, program) ?? other(part, program)
        case .variable(let id):
            if case .namedGuard(let index) = pathway.variables[id] {
                let named = pathway.guards[index].program
                return judgement(named.root, named)
            }
            return truth(part, program)
        case .constant, .call, .field, .size, .list, .other, .comprehension, .conditional:
            return truth(part, program)
        }
    }

    /// What a relation comes to; nil where its sides are no numbers.
    func comparison(
        _ left: Program.Part, _ relation: Program.Relation, _ right: Program.Part, _ program: Program
    ) -> Judgement? {
        guard let one = term(left, program), let two = term(right, program) else { return nil }
        return one.compared(relation, with: two)
    }

    private func membership(
        _ part: Program.Part, _ left: Program.Part, _ right: Program.Part, _ program: Program
    ) -> Judgement {
        guard let one = term(left, program), case .list(let values)? = RecordReading.constant(right, of: program) else {
            return other(part, program)
        }
        let equal = values.map { term(of: $0)?.compared(.equal, with: one) }
        return equal.contains { $0 == nil } ? other(part, program) : .any(equal.compactMap { $0 })
    }

    private func truth(_ part: Program.Part, _ program: Program) -> Judgement {
        guard pathway.quantityKind(of: part, program, on: event) == .truth else { return other(part, program) }
        return quantity(part, program, .truth).judgement
    }

    /// What is looked at as a whole: the same wherever it is written alike.
    private func other(_ part: Program.Part, _ program: Program) -> Judgement {
        hasMetOther = true
        return quantity(part, program, .truth).judgement
    }

    // MARK: What has a value

    /// A part's value as a number; nil where it is none.
    func term(_ part: Program.Part, _ program: Program) -> Term? {
        if let value = RecordReading.constant(part, of: program) { return term(of: value) }
        if let (conversion, inner) = program.conversion(of: part) {
            return term(inner, program).flatMap { converted($0, conversion, program.text(of: part)) }
        }
        if let (first, rest) = program.calculation(of: part) {
            return calculated(first, rest, program, program.text(of: part))
        }
        switch program.shape(of: part) {
        case .conditional(let parts) where parts.count == 3:
            guard let one = term(parts[1], program), let two = term(parts[2], program) else { return nil }
            return judgement(parts[0], program).chooses(one, else: two)
        case .variable(let id):
            if case .change(let place) = pathway.variables[id] { return change(place, part, program) }
        case .constant, .call, .not, .and, .or, .relation, .field, .size, .list, .other, .comprehension, .conditional:
            break
        }
        guard case .term(let kind)? = pathway.quantityKind(of: part, program, on: event) else { return nil }
        if case .call(let id, let arguments) = program.shape(of: part) {
            if HostFunction(rawValue: id) == .businessDays { return businessDate(arguments, part, program) }
            if HostFunction(rawValue: id) == .day { return day(arguments, part, program) }
        }
        let quantity = quantity(part, program, .term(kind))
        return Term(kind: kind, known: quantity.known, value: quantity.value)
    }

    func term(of value: Value) -> Term? {
        func term(_ kind: TermKind, _ value: SMT) -> Term { Term(kind: kind, known: .yes, value: value) }
        func nanoseconds(_ seconds: Int64, _ rest: Int32) -> SMT {
            SMT(seconds)("*", SMT(1_000_000_000))("+", SMT(Int64(rest)))
        }
        switch value {
        case .int(let number): return term(.integer, SMT(number))
        case .double(let number): return number.isFinite ? term(.number, SMT(exactly: number)) : nil
        case .date(let date): return term(.date, SMT(Int64(date.daysSinceEpoch)))
        case .period(let period): return period.months == 0 ? term(.days, SMT(Int64(period.days))) : nil
        case .timestamp(let instant): return term(.instant, nanoseconds(instant.seconds, instant.nanoseconds))
        case .duration(let length): return term(.length, nanoseconds(length.seconds, length.nanoseconds))
        case .string(let text): return term(.text, code(of: text))
        case .null, .bool, .uint, .bytes, .list, .map, .object, .type, .optional: return nil
        }
    }

    func code(of text: String) -> SMT {
        if let place = texts.firstIndex(of: text) { return SMT(Int64(place)) }
        texts.append(text)
        return SMT(Int64(texts.count - 1))
    }

    /// The text that a number stands for; another one where nothing was written out.
    func text(coded number: Int64) -> String {
        texts.indices.contains(Int(clamping: number)) ? texts[Int(number)] : "(something else \(number))"
    }

    /// The last total less the one at the beginning, where both are known.
    private func change(_ place: InstrumentIndex, _ part: Program.Part, _ program: Program) -> Term? {
        guard let main = pathway.instruments[place].mainScore,
            let last = pathway.variables.firstIndex(of: .score(place, main)).flatMap({
                variable($0, under: part, program)
            }),
            let first = pathway.variables.firstIndex(of: .baseline(place)).flatMap({
                variable($0, under: part, program)
            })
        else { return nil }
        let difference = last.value("-", first.value)
        return Term(
            kind: last.kind, known: .all([last.known, first.known]),
            value: last.kind == .number ? roundedOff(difference, as: program.text(of: part)) : difference)
    }

    /// A variable, whichever expression it stands in; where it stands in none, what an instrument's change rests on.
    private func variable(_ id: Int, under part: Program.Part, _ program: Program) -> Term? {
        if let place = places[id] { return term(place.part, place.program) }
        guard case .term(let kind)? = pathway.quantityKind(of: pathway.variables[id], on: event) else { return nil }
        var figure = table.reading.figure(part, of: program)
        figure.words = PartWords(pathway, program).words(of: pathway.variables[id])
        let domain = table.reading.domain(of: pathway.variables[id])
        let quantity = quantity("$\(id)", figure, .term(kind), domain, isRead: false)
        return Term(kind: kind, known: quantity.known, value: quantity.value)
    }

    private func businessDate(_ arguments: [Program.Part], _ part: Program.Part, _ program: Program) -> Term? {
        guard arguments.count == 2, let from = term(arguments[0], program), from.kind == .date,
            case .int(let count)? = RecordReading.constant(arguments[1], of: program)
        else { return nil }
        return calendarDate(.businessDays(count), from, part, program) { date in
            // Between them lie at least these days, and others that nobody works on.
            date(count < 0 ? "<=" : ">=", from.value("+", SMT(count)))
        }
    }

    private func day(_ arguments: [Program.Part], _ part: Program.Part, _ program: Program) -> Term? {
        guard arguments.count == 1, let from = term(arguments[0], program), from.kind == .instant else { return nil }
        return calendarDate(.day, from, part, program) { date in
            // Of the date in UTC, which no zone is further away from than this.
            let start = date("*", SMT(Self.day))
            return .all([
                from.value(">=", start("-", SMT(Self.farthestZone))),
                from.value("<", start("+", SMT(Self.day + Self.farthestZone))),
            ])
        }
    }

    /// Nanoseconds.
    private static let day: Int64 = 86_400_000_000_000
    private static let farthestZone: Int64 = 26 * 3_600_000_000_000

    private func calendarDate(
        _ kind: CalendarValue.Kind, _ from: Term, _ part: Program.Part, _ program: Program, _ rule: (SMT) -> SMT
    ) -> Term {
        let isNew = quantities[program.text(of: part)] == nil
        let quantity = quantity(part, program, .term(.date), known: from.known)
        if isNew {
            let start = "b\(calendarDates.count)"
            declared.append((start, "Int"))
            assertions += [SMT(start)("=", from.value), rule(quantity.value)]
            calendarDates.append(CalendarValue(kind: kind, date: quantity.name, from: start))
        }
        return Term(kind: .date, known: from.known, value: quantity.value)
    }

    // MARK: Quantities

    private func quantity(
        _ part: Program.Part, _ program: Program, _ kind: Quantity.Kind, known: SMT? = nil
    ) -> Quantity {
        var domain = table.reading.domain(of: part, program)
        var known = known
        if case .variable(let id) = program.shape(of: part), case .payload(let name) = pathway.variables[id] {
            if let type = pathway.payloadType(name, of: event) { domain = Sampling.Domain(type) } else { known = .no }
        }
        return quantity(
            program.text(of: part), table.reading.figure(part, of: program), kind, domain, known: known)
    }

    private func quantity(
        _ key: String, _ figure: Figure, _ kind: Quantity.Kind, _ domain: Sampling.Domain, known: SMT? = nil,
        isRead: Bool = true
    ) -> Quantity {
        if let met = quantities[key] { return met }
        var quantity = Quantity(
            name: "v\(order.count)", kind: kind, figure: figure, known: known ?? .yes, isRead: isRead)
        if known == nil, figure.canBeUnknown, !knowsAll {
            quantity.known = SMT("k\(order.count)")
            declared.append((quantity.known.text, "Bool"))
        }
        quantities[key] = quantity
        order.append(key)
        declared.append((quantity.name, quantity.sort))
        if case .term(let kind) = kind { assertions.append(range(of: quantity.value, kind, domain)) }
        return quantity
    }

    private func range(of value: SMT, _ kind: TermKind, _ domain: Sampling.Domain) -> SMT {
        switch kind {
        case .text:
            guard domain.isClosed else { return .yes }
            return .any(domain.options.compactMap { term(of: $0) }.map { value("=", $0.value) })
        case .integer, .number:
            func bound(_ number: Double) -> SMT { kind == .number ? SMT(exactly: number) : SMT(Int64(number)) }
            return .all([
                domain.least.map { value(">=", bound($0)) } ?? .yes, domain.most.map { value("<=", bound($0)) } ?? .yes,
            ])
        case .date: return .all([value(">=", SMT(-719_162)), value("<=", SMT(2_932_896))])
        case .days, .instant, .length: return .yes
        }
    }

    /// A number that may be off by as much as the machine rounds: one for all that is written alike.
    func roundedOff(_ exact: SMT, as key: String, unless isExact: SMT = .no) -> SMT {
        if let met = rounded[key] { return met }
        let result = SMT("r\(rounded.count)")
        rounded[key] = result
        declared.append((result.text, "Real"))
        unrounded.append(result("=", exact))
        let size = exact(">=", SMT("0.0")).chooses(exact, else: exact("-"))
        let most = size("*", SMT(exactly: 0x1p-52))("+", SMT(exactly: 0x1p-1022))
        let isNear = SMT.all([result("<=", exact("+", most)), result(">=", exact("-", most))])
        assertions.append(.any([.all([isExact, result("=", exact)]), .all([!isExact, isNear])]))
        return result
    }
}
