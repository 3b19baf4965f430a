/// What an evaluation ends in: a value, what it waits for, or an error.
public enum Outcome: Hashable, Sendable {
    case value(Value)
    case unknown(UnknownSet)
    case error(EvaluationError)
}

/// Something that is not known, named by the host. This module only collects and merges them.
public struct UnknownID: Hashable, Sendable, Comparable {
    public let rawValue: UInt64

    public init(_ rawValue: UInt64) { self.rawValue = rawValue }

    public static func < (left: UnknownID, right: UnknownID) -> Bool { left.rawValue < right.rawValue }
}

/// A set of unknowns, sorted, each once.
public struct UnknownSet: Hashable, Sendable {
    public private(set) var ids: [UnknownID]

    public init(_ id: UnknownID) { ids = [id] }

    public init(_ ids: some Sequence<UnknownID>) { self.ids = Set(ids).sorted() }

    public func union(_ other: UnknownSet) -> UnknownSet {
        self == other ? self : UnknownSet(ids + other.ids)
    }
}

/// Why an evaluation has no value.
public struct EvaluationError: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case overflow, divisionByZero, noSuchKey, noSuchField, indexOutOfRange, noSuchOverload, invalidArgument
        case notFinite, conversion, costExceeded, unboundName
    }

    public let kind: Kind
    /// A sentence without values of the case, so that it may be logged.
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
