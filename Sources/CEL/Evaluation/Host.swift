/// Who gives an expression its values.
///
/// An evaluation is one call into this module; it calls back for variables and for the host's functions only. A host may
/// be noncopyable; one that is large should be, so that no call copies it.
public protocol Host: ~Copyable {
    /// The value of a variable, by its `Variable.id`.
    func variable(_ id: Int) -> Outcome
    /// The answer of a function, by its `Overload.id`. Every argument is a value: unknowns and errors do not get here.
    /// References and literals arrive as the integers they were resolved to; a method's receiver comes first.
    func call(_ id: Int, _ arguments: [Value]) -> Outcome
    /// The same, where the value is what another expression comes to: what that costs is taken from the steps that are
    /// left, so that expressions which use each other have one budget. Below 0, the whole evaluation ends.
    func variable(_ id: Int, steps: inout Int) -> Outcome
    func call(_ id: Int, _ arguments: [Value], steps: inout Int) -> Outcome
    /// A variable's value where it is an integer that is at hand: no `Outcome` is made on the way. Where it answers nil,
    /// `variable` is asked, which also tells why there is none.
    func integer(_ id: Int) -> Int64?
}

extension Host where Self: ~Copyable {
    @inlinable
    public func integer(_ id: Int) -> Int64? { nil }

    @inlinable
    public func variable(_ id: Int, steps: inout Int) -> Outcome { variable(id) }

    @inlinable
    public func call(_ id: Int, _ arguments: [Value], steps: inout Int) -> Outcome { call(id, arguments) }
}

/// The host where it is, for the time of an evaluation: a pointer fits into an existential, however large the host. With
/// it the evaluator is one type. A generic one is not specialized for hosts of other modules, and costs twice as much.
@usableFromInline
struct HostReference<H: Host & ~Copyable>: Host {
    @usableFromInline let host: UnsafePointer<H>

    @inlinable
    init(_ host: UnsafePointer<H>) { self.host = host }

    @inlinable
    func variable(_ id: Int) -> Outcome { host.pointee.variable(id) }

    @inlinable
    func call(_ id: Int, _ arguments: [Value]) -> Outcome { host.pointee.call(id, arguments) }

    @inlinable
    func variable(_ id: Int, steps: inout Int) -> Outcome { host.pointee.variable(id, steps: &steps) }

    @inlinable
    func integer(_ id: Int) -> Int64? { host.pointee.integer(id) }

    @inlinable
    func call(_ id: Int, _ arguments: [Value], steps: inout Int) -> Outcome {
        host.pointee.call(id, arguments, steps: &steps)
    }
}
