/// A node of a checked expression. Nodes stand in one array and name each other by their places in it; a node with many
/// children names a stretch of `Code.links`.
struct Instruction: Hashable, Sendable {
    enum Operation: UInt8, Hashable, Sendable {
        /// `number`, as it is.
        case int
        case bool
        /// `constants[first]`
        case constant
        /// `number` is what the host calls it.
        case variable
        /// A name bound by a comprehension: `first` is its slot.
        case local
        /// Field `second` of the record `first`; `kind` is a `Selection`.
        case field
        /// The entry or field named `constants[second]` of `first`, found when it runs. `kind` is a `Selection`.
        case select
        /// `first[second]`; `kind` is a `Selection`.
        case index
        case not
        case negate
        /// Links from `first`, `second` of them.
        case and
        case or
        /// Links: condition, answer, condition, answer, …, the last answer.
        case conditional
        /// `first` and `second`; `kind` is a `Syntax.Arithmetic`.
        case arithmetic
        case intArithmetic
        /// Links: operand, operator, operand, …; `second` operands.
        case chain
        /// `first` and `second`; `kind` is a `Syntax.Relation`.
        case relation
        case intRelation
        case numberRelation
        /// Links: elements; with `kind` 1 an element may be an optional that is absent: pairs of node and flag.
        case list
        /// Links: key, value, flag.
        case map
        /// Links: arguments; `number` is what the host calls it.
        case call
        /// Links: arguments; `kind` and `number` are a `Builtin`'s code.
        case builtin
        /// Links: list, slot, second slot or -1, body, second body or -1; `kind` is a `Comprehension`.
        case comprehension
        /// `number` is the slot of the value `first` in `second`.
        case bind
        /// The optional `first`, and `second`, which is asked where `kind`, an `OptionalStep`, needs it; `number` is the
        /// slot of what the optional holds.
        case optional
        /// Ends in the error `constants[first]` describes: what the checker let pass because it was told to.
        case failure
    }

    enum Selection: UInt8, Hashable, Sendable {
        case value
        /// Whether it is there.
        case test
        /// An optional: `.?name`, `[?index]`.
        case optional
    }

    enum OptionalStep: UInt8, Hashable, Sendable {
        /// An optional of `second`, where there is a value.
        case map
        /// `second`, an optional, where there is a value.
        case flatMap
        /// `second`, an optional, where there is none.
        case or
        /// The value, else `second`.
        case orValue
    }

    let operation: Operation
    var kind: UInt8 = 0
    var first: Int32 = 0
    var second: Int32 = 0
    var number: Int64 = 0
}

/// Macros that bind a name to each element in turn.
enum Comprehension: UInt8, Hashable, Sendable {
    case all, exists, existsOne, map, mapWhere, filter, transformMap, transformMapWhere
    /// Their bodies are maps, whose entries are gathered.
    case transformMapEntry, transformMapEntryWhere
}

/// A checked expression as the evaluator walks it.
struct Code: Hashable, Sendable {
    var instructions: [Instruction] = []
    var links: [Int32] = []
    var constants: [Value] = []
    var root: Int32 = 0
    /// How many names are bound at once at most.
    var slots = 0
    /// A result that is infinite or not a number is an error.
    var isStrict = false
}
