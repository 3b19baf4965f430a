/// The names an expression may use, and how strictly it is checked.
public struct Environment: Sendable {
    public enum Profile: Sendable {
        /// Common Expression Language as its specification says it.
        case standard
        /// What guards are written in: every name typed, no `dyn`, no null, no mixing of integers and fractions in a
        /// division that is compared, and dates and periods.
        case strict
    }

    public var profile: Profile
    /// Variables by their whole name: `phq9.total` is one name, and the longest declared name wins.
    public var variables: [String: Variable] = [:]
    /// Names that stand for themselves where a parameter is `.reference`: `fresh(phq9)`.
    public var references: [String: Int64] = [:]
    /// The variable that is meant where only its record is named: `phq9.total` for `phq9`. What a mistake suggests.
    public var principals: [String: String] = [:]
    /// The host's functions by their whole name, methods by their last: `phq9.since` is one name.
    public var functions: [String: [Overload]] = [:]
    public var objectTypes: [ObjectType] = []
    /// The namespace names are looked up in first.
    public var container = ""
    /// Whether comparisons that can never be true are mistakes.
    package var findsNeverTrue = true
    /// Numbers in percent, and differences that a percentage stands beside: the name of the percentage, by the number's id.
    package var percentages: [Int: String] = [:]
    /// Functions whose answer is a number of days.
    package var countsOfDays: Set<String> = []
    /// Whether mistakes in names say what was probably meant: to look for it takes longer than all the rest.
    package var suggestsNames = true
    /// Only in the standard profile: without the check, every value is `dyn` and what does not fit is an error when it runs.
    public var isChecked = true
    /// Whether `has`, `all`, `exists`, `map` and the like are macros.
    public var hasMacros = true

    public init(profile: Profile) { self.profile = profile }
}

/// A variable the host gives the value of.
public struct Variable: Hashable, Sendable {
    /// The values it can take, so that a comparison that can never be true is found.
    public enum Domain: Hashable, Sendable {
        case options([String])
        /// Fixed bounds are those of a scale; others may be widened by whoever declared them.
        case range(min: Double?, max: Double?, isFixed: Bool = true)
    }

    /// What the host is asked for.
    public let id: Int
    public let type: ValueType
    public let domain: Domain?
    /// Steps it may take to find the value, where that is an evaluation of its own: what estimates count.
    public let cost: Int

    public init(id: Int, type: ValueType, domain: Domain? = nil, cost: Int = 0) {
        self.id = id
        self.type = type
        self.domain = domain
        self.cost = cost
    }
}

/// One form of a host's function.
public struct Overload: Hashable, Sendable {
    public enum Parameter: Hashable, Sendable {
        case value(ValueType)
        /// A name of `Environment.references`; the host gets its number.
        case reference
        /// A text written out in the expression, resolved when it is compiled; the host gets a number.
        /// `kind` tells the resolver what the text names.
        case literal(kind: Int)
    }

    /// What the host is asked to do.
    public let id: Int
    /// Called as `receiver.name(…)`; the receiver is the first parameter.
    public let isMethod: Bool
    public let parameters: [Parameter]
    /// The result's type, unless a literal's resolution says another.
    public let result: ValueType

    public init(id: Int, isMethod: Bool = false, parameters: [Parameter], result: ValueType) {
        self.id = id
        self.isMethod = isMethod
        self.parameters = parameters
        self.result = result
    }
}

/// A record type the host declares.
public struct ObjectType: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public let name: String
        public let type: ValueType
        public let domain: Variable.Domain?

        public init(_ name: String, _ type: ValueType, domain: Variable.Domain? = nil) {
            self.name = name
            self.type = type
            self.domain = domain
        }
    }

    public let name: String
    public let fields: [Field]

    public init(name: String, fields: [Field]) {
        self.name = name
        self.fields = fields
    }
}

/// What a text written out in an expression names.
public enum LiteralResolution: Sendable {
    /// The number the host gets, the call's type where the literal decides it, and the steps the answer may take where
    /// that is an evaluation of its own.
    case resolved(Int64, result: ValueType?, cost: Int = 0)
    /// The text names nothing: why, and what was probably meant.
    case failed(message: String, suggestions: [String])
}

/// Tells what a text names: a state, an event, a task.
public protocol LiteralResolver {
    func resolve(_ text: String, kind: Int) -> LiteralResolution
}

/// For environments in which no text names anything.
public struct NoLiterals: LiteralResolver {
    public init() {}

    public func resolve(_ text: String, kind: Int) -> LiteralResolution {
        .failed(message: "'\(text)' names nothing here", suggestions: [])
    }
}
