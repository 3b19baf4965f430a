/// Functions that this module evaluates itself. All arguments are values when they run.
enum Builtin: UInt8, Hashable, Sendable {
    // Texts, lists, conversions.
    case size, contains, startsWith, endsWith, matches
    case toInt, toUInt, toDouble, toString, toBytes, toBool, toType, identity
    // Numbers.
    case minimum, maximum, absolute, sum
    // Dates and times.
    case date, days, weeks, months, minutes, hours
}
