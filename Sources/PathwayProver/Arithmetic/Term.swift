import CEL
import PathwayModel

/// What kind of number a value is for a solver.
enum TermKind: Hashable {
    /// A number by itself.
    case integer, number
    /// Days: since 1970, or so many.
    case date, days
    /// Nanoseconds: since 1970, or so many.
    case instant, length
    /// A number for each text; they have no order.
    case text

    var sort: String { self == .number ? "Real" : "Int" }
}

/// A value that may not be known.
struct Term {
    var kind: TermKind
    var known: SMT
    var value: SMT

    /// Whether a relation holds between two; nil where they are not compared as numbers.
    func compared(_ relation: Program.Relation, with other: Term) -> Judgement? {
        let isMixed = Set([kind, other.kind]) == [.integer, .number]
        guard kind == other.kind || isMixed else { return nil }
        let left = isMixed && kind == .integer ? value("to_real") : value
        let right = isMixed && other.kind == .integer ? other.value("to_real") : other.value
        let holds: SMT
        switch relation {
        case .equal: holds = left("=", right)
        case .notEqual: holds = !left("=", right)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            guard kind != .text, let sign = relation.sign else { return nil }
            holds = left(sign, right)
        case .within: return nil
        }
        return Judgement(holds, known: .all([known, other.known]))
    }
}

extension Program.Relation {
    fileprivate var sign: String? {
        switch self {
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .equal, .notEqual, .within: nil
        }
    }
}

/// Something that is true, false or neither.
struct Judgement {
    var yes: SMT
    var no: SMT

    init(yes: SMT, no: SMT) {
        self.yes = yes
        self.no = no
    }

    init(_ truth: SMT, known: SMT) { self.init(yes: .all([known, truth]), no: .all([known, !truth])) }

    init(_ truth: Truth) { self.init(yes: truth == .yes ? .yes : .no, no: truth == .no ? .yes : .no) }

    var opposite: Judgement { Judgement(yes: no, no: yes) }

    static func all(_ parts: [Judgement]) -> Judgement {
        Judgement(yes: .all(parts.map(\.yes)), no: .any(parts.map(\.no)))
    }

    static func any(_ parts: [Judgement]) -> Judgement {
        Judgement(yes: .any(parts.map(\.yes)), no: .all(parts.map(\.no)))
    }

    /// As an expression has it: where the condition is not known, nothing is.
    func chooses(_ one: Judgement, else other: Judgement) -> Judgement {
        Judgement(
            yes: .any([.all([yes, one.yes]), .all([no, other.yes])]),
            no: .any([.all([yes, one.no]), .all([no, other.no])]))
    }

    func chooses(_ one: Term, else other: Term) -> Term? {
        guard one.kind == other.kind else { return nil }
        return Term(
            kind: one.kind, known: .any([.all([yes, one.known]), .all([no, other.known])]),
            value: yes.chooses(one.value, else: other.value))
    }

    /// That it is so, or that it is either of the others.
    func being(_ truth: Truth) -> SMT {
        switch truth {
        case .yes: yes
        case .no: no
        case .unknown: .all([!yes, !no])
        }
    }
}
