// What a plugin is written with: `Rule`, `Channel` and `Plugin` of this module, and by name the nouns that they speak
// of. A plugin imports this module alone, and sees no more of the model and of the expression language than these.
@_exported public import struct CEL.CalendarDate
@_exported public import struct CEL.Timestamp
@_exported public import enum CEL.Value
@_exported public import enum PathwayModel.AttendanceStatus
@_exported public import protocol PathwayModel.FieldContent
@_exported public import struct PathwayModel.NamedField
@_exported public import struct PathwayModel.NamedInstrument
@_exported public import struct PathwayModel.RuleFacts
@_exported public import struct PathwayModel.RuleReads
@_exported public import struct PathwayModel.TypedField
@_exported public import struct PathwayModel.Verdict
