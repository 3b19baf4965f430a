/// Who gives an expression its values.
///
/// An evaluation is one call into this module; it calls back for variables and for the host's functions only.
public protocol Host {
    /// The value of a variable, by its `Variable.id`.
    func variable(_ id: Int) -> Outcome
    /// The answer of a function, by its `Overload.id`. Every argument is a value: unknowns and errors do not get here.
    /// References and literals arrive as the integers they were resolved to; a method's receiver comes first.
    func call(_ id: Int, _ arguments: [Value]) -> Outcome
}
