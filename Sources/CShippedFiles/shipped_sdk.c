#include "shipped_files.h"

// What plugins in Swift are built with, written by `Scripts/shipped.sh`: an array in Swift would take minutes to compile.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../../Sources/CEL/Checking/Checker.swift"
};
static const unsigned char file_1[] = {
#embed "../../Sources/CEL/Checking/CheckerCalls.swift"
};
static const unsigned char file_2[] = {
#embed "../../Sources/CEL/Checking/CheckerNames.swift"
};
static const unsigned char file_3[] = {
#embed "../../Sources/CEL/Checking/CheckerParts.swift"
};
static const unsigned char file_4[] = {
#embed "../../Sources/CEL/Checking/CheckerTypes.swift"
};
static const unsigned char file_5[] = {
#embed "../../Sources/CEL/Checking/Demand.swift"
};
static const unsigned char file_6[] = {
#embed "../../Sources/CEL/Checking/Domains.swift"
};
static const unsigned char file_7[] = {
#embed "../../Sources/CEL/Checking/Environment.swift"
};
static const unsigned char file_8[] = {
#embed "../../Sources/CEL/Checking/HostCalls.swift"
};
static const unsigned char file_9[] = {
#embed "../../Sources/CEL/Checking/Issue.swift"
};
static const unsigned char file_10[] = {
#embed "../../Sources/CEL/Checking/Macros.swift"
};
static const unsigned char file_11[] = {
#embed "../../Sources/CEL/Checking/StandardFunctions.swift"
};
static const unsigned char file_12[] = {
#embed "../../Sources/CEL/Checking/StandardLibrary.swift"
};
static const unsigned char file_13[] = {
#embed "../../Sources/CEL/Checking/StandardMacros.swift"
};
static const unsigned char file_14[] = {
#embed "../../Sources/CEL/Checking/StandardOperators.swift"
};
static const unsigned char file_15[] = {
#embed "../../Sources/CEL/Checking/StrictFunctions.swift"
};
static const unsigned char file_16[] = {
#embed "../../Sources/CEL/Checking/StrictNumbers.swift"
};
static const unsigned char file_17[] = {
#embed "../../Sources/CEL/Checking/StrictRelations.swift"
};
static const unsigned char file_18[] = {
#embed "../../Sources/CEL/Checking/Suggestions.swift"
};
static const unsigned char file_19[] = {
#embed "../../Sources/CEL/Checking/Units.swift"
};
static const unsigned char file_20[] = {
#embed "../../Sources/CEL/Evaluation/Base64.swift"
};
static const unsigned char file_21[] = {
#embed "../../Sources/CEL/Evaluation/Builtin.swift"
};
static const unsigned char file_22[] = {
#embed "../../Sources/CEL/Evaluation/Builtins.swift"
};
static const unsigned char file_23[] = {
#embed "../../Sources/CEL/Evaluation/Calculation.swift"
};
static const unsigned char file_24[] = {
#embed "../../Sources/CEL/Evaluation/Collections.swift"
};
static const unsigned char file_25[] = {
#embed "../../Sources/CEL/Evaluation/Comparison.swift"
};
static const unsigned char file_26[] = {
#embed "../../Sources/CEL/Evaluation/Comprehensions.swift"
};
static const unsigned char file_27[] = {
#embed "../../Sources/CEL/Evaluation/Conversions.swift"
};
static const unsigned char file_28[] = {
#embed "../../Sources/CEL/Evaluation/DecimalText.swift"
};
static const unsigned char file_29[] = {
#embed "../../Sources/CEL/Evaluation/Evaluator.swift"
};
static const unsigned char file_30[] = {
#embed "../../Sources/CEL/Evaluation/EvaluatorNumbers.swift"
};
static const unsigned char file_31[] = {
#embed "../../Sources/CEL/Evaluation/Formatter.swift"
};
static const unsigned char file_32[] = {
#embed "../../Sources/CEL/Evaluation/Host.swift"
};
static const unsigned char file_33[] = {
#embed "../../Sources/CEL/Evaluation/Instruction.swift"
};
static const unsigned char file_34[] = {
#embed "../../Sources/CEL/Evaluation/Numbers.swift"
};
static const unsigned char file_35[] = {
#embed "../../Sources/CEL/Evaluation/Optionals.swift"
};
static const unsigned char file_36[] = {
#embed "../../Sources/CEL/Evaluation/Parts.swift"
};
static const unsigned char file_37[] = {
#embed "../../Sources/CEL/Evaluation/Patterns.swift"
};
static const unsigned char file_38[] = {
#embed "../../Sources/CEL/Evaluation/Search.swift"
};
static const unsigned char file_39[] = {
#embed "../../Sources/CEL/Evaluation/Texts.swift"
};
static const unsigned char file_40[] = {
#embed "../../Sources/CEL/Evaluation/TimeZones.swift"
};
static const unsigned char file_41[] = {
#embed "../../Sources/CEL/Evaluation/Times.swift"
};
static const unsigned char file_42[] = {
#embed "../../Sources/CEL/Evaluation/Whole.swift"
};
static const unsigned char file_43[] = {
#embed "../../Sources/CEL/Parsing/Lexer.swift"
};
static const unsigned char file_44[] = {
#embed "../../Sources/CEL/Parsing/LexerText.swift"
};
static const unsigned char file_45[] = {
#embed "../../Sources/CEL/Parsing/Parser+Primaries.swift"
};
static const unsigned char file_46[] = {
#embed "../../Sources/CEL/Parsing/Parser.swift"
};
static const unsigned char file_47[] = {
#embed "../../Sources/CEL/Parsing/Syntax.swift"
};
static const unsigned char file_48[] = {
#embed "../../Sources/CEL/Parsing/Token.swift"
};
static const unsigned char file_49[] = {
#embed "../../Sources/CEL/Program+Figures.swift"
};
static const unsigned char file_50[] = {
#embed "../../Sources/CEL/Program+Shape.swift"
};
static const unsigned char file_51[] = {
#embed "../../Sources/CEL/Program.swift"
};
static const unsigned char file_52[] = {
#embed "../../Sources/CEL/Stored/ByteReader.swift"
};
static const unsigned char file_53[] = {
#embed "../../Sources/CEL/Stored/ByteWriter.swift"
};
static const unsigned char file_54[] = {
#embed "../../Sources/CEL/Stored/FNV1a.swift"
};
static const unsigned char file_55[] = {
#embed "../../Sources/CEL/Stored/Program+Stored.swift"
};
static const unsigned char file_56[] = {
#embed "../../Sources/CEL/Stored/ValueType+Stored.swift"
};
static const unsigned char file_57[] = {
#embed "../../Sources/CEL/Values/CalendarDate.swift"
};
static const unsigned char file_58[] = {
#embed "../../Sources/CEL/Values/CivilTime.swift"
};
static const unsigned char file_59[] = {
#embed "../../Sources/CEL/Values/Hexadecimal.swift"
};
static const unsigned char file_60[] = {
#embed "../../Sources/CEL/Values/Outcome.swift"
};
static const unsigned char file_61[] = {
#embed "../../Sources/CEL/Values/String+Trimming.swift"
};
static const unsigned char file_62[] = {
#embed "../../Sources/CEL/Values/Timestamp+RFC3339.swift"
};
static const unsigned char file_63[] = {
#embed "../../Sources/CEL/Values/Timestamp.swift"
};
static const unsigned char file_64[] = {
#embed "../../Sources/CEL/Values/TimestampText.swift"
};
static const unsigned char file_65[] = {
#embed "../../Sources/CEL/Values/Value.swift"
};
static const unsigned char file_66[] = {
#embed "../../Sources/CEL/Values/ValueEquality.swift"
};
static const unsigned char file_67[] = {
#embed "../../Sources/CEL/Values/ValueType.swift"
};
static const unsigned char file_68[] = {
#embed "../../Sources/CRE2/CRE2.cpp"
};
static const unsigned char file_69[] = {
#embed "../../Sources/CRE2/include/CRE2.h"
};
static const unsigned char file_70[] = {
#embed "../../Sources/PathwayModel/Course/Actor.swift"
};
static const unsigned char file_71[] = {
#embed "../../Sources/PathwayModel/Course/Consequence.swift"
};
static const unsigned char file_72[] = {
#embed "../../Sources/PathwayModel/Course/DecisionSignature.swift"
};
static const unsigned char file_73[] = {
#embed "../../Sources/PathwayModel/Course/DeliveryReport.swift"
};
static const unsigned char file_74[] = {
#embed "../../Sources/PathwayModel/Course/DutySubject.swift"
};
static const unsigned char file_75[] = {
#embed "../../Sources/PathwayModel/Course/Fact.swift"
};
static const unsigned char file_76[] = {
#embed "../../Sources/PathwayModel/Course/Input+Right.swift"
};
static const unsigned char file_77[] = {
#embed "../../Sources/PathwayModel/Course/Input+Summary.swift"
};
static const unsigned char file_78[] = {
#embed "../../Sources/PathwayModel/Course/Input+Tending.swift"
};
static const unsigned char file_79[] = {
#embed "../../Sources/PathwayModel/Course/Input.swift"
};
static const unsigned char file_80[] = {
#embed "../../Sources/PathwayModel/Course/Moment.swift"
};
static const unsigned char file_81[] = {
#embed "../../Sources/PathwayModel/Course/OnCallPage.swift"
};
static const unsigned char file_82[] = {
#embed "../../Sources/PathwayModel/Course/OtherCase.swift"
};
static const unsigned char file_83[] = {
#embed "../../Sources/PathwayModel/Course/OwedDecision.swift"
};
static const unsigned char file_84[] = {
#embed "../../Sources/PathwayModel/Course/PromiseChange.swift"
};
static const unsigned char file_85[] = {
#embed "../../Sources/PathwayModel/Course/PuttingRight.swift"
};
static const unsigned char file_86[] = {
#embed "../../Sources/PathwayModel/Course/Refusal.swift"
};
static const unsigned char file_87[] = {
#embed "../../Sources/PathwayModel/Course/Right.swift"
};
static const unsigned char file_88[] = {
#embed "../../Sources/PathwayModel/Course/ToldAnew.swift"
};
static const unsigned char file_89[] = {
#embed "../../Sources/PathwayModel/Definition/Action.swift"
};
static const unsigned char file_90[] = {
#embed "../../Sources/PathwayModel/Definition/BuiltInTasks.swift"
};
static const unsigned char file_91[] = {
#embed "../../Sources/PathwayModel/Definition/ClockTime.swift"
};
static const unsigned char file_92[] = {
#embed "../../Sources/PathwayModel/Definition/Condition.swift"
};
static const unsigned char file_93[] = {
#embed "../../Sources/PathwayModel/Definition/Delay.swift"
};
static const unsigned char file_94[] = {
#embed "../../Sources/PathwayModel/Definition/Diagnostic.swift"
};
static const unsigned char file_95[] = {
#embed "../../Sources/PathwayModel/Definition/DiagnosticCode.swift"
};
static const unsigned char file_96[] = {
#embed "../../Sources/PathwayModel/Definition/DiagnosticExample.swift"
};
static const unsigned char file_97[] = {
#embed "../../Sources/PathwayModel/Definition/Event.swift"
};
static const unsigned char file_98[] = {
#embed "../../Sources/PathwayModel/Definition/EventPart.swift"
};
static const unsigned char file_99[] = {
#embed "../../Sources/PathwayModel/Definition/Field+Reading.swift"
};
static const unsigned char file_100[] = {
#embed "../../Sources/PathwayModel/Definition/Field.swift"
};
static const unsigned char file_101[] = {
#embed "../../Sources/PathwayModel/Definition/Instrument.swift"
};
static const unsigned char file_102[] = {
#embed "../../Sources/PathwayModel/Definition/Message.swift"
};
static const unsigned char file_103[] = {
#embed "../../Sources/PathwayModel/Definition/MessageTemplate.swift"
};
static const unsigned char file_104[] = {
#embed "../../Sources/PathwayModel/Definition/Pathway.swift"
};
static const unsigned char file_105[] = {
#embed "../../Sources/PathwayModel/Definition/Place.swift"
};
static const unsigned char file_106[] = {
#embed "../../Sources/PathwayModel/Definition/PlaceSet.swift"
};
static const unsigned char file_107[] = {
#embed "../../Sources/PathwayModel/Definition/Promise.swift"
};
static const unsigned char file_108[] = {
#embed "../../Sources/PathwayModel/Definition/Responsibility.swift"
};
static const unsigned char file_109[] = {
#embed "../../Sources/PathwayModel/Definition/Sensitivity.swift"
};
static const unsigned char file_110[] = {
#embed "../../Sources/PathwayModel/Definition/SourceSpan.swift"
};
static const unsigned char file_111[] = {
#embed "../../Sources/PathwayModel/Definition/State.swift"
};
static const unsigned char file_112[] = {
#embed "../../Sources/PathwayModel/Definition/TaskDefinition.swift"
};
static const unsigned char file_113[] = {
#embed "../../Sources/PathwayModel/Definition/TaskPattern.swift"
};
static const unsigned char file_114[] = {
#embed "../../Sources/PathwayModel/Definition/Transition.swift"
};
static const unsigned char file_115[] = {
#embed "../../Sources/PathwayModel/Definition/Value+Shown.swift"
};
static const unsigned char file_116[] = {
#embed "../../Sources/PathwayModel/Definition/VariableReference.swift"
};
static const unsigned char file_117[] = {
#embed "../../Sources/PathwayModel/Definition/WorkCalendar.swift"
};
static const unsigned char file_118[] = {
#embed "../../Sources/PathwayModel/JSON/JSON.swift"
};
static const unsigned char file_119[] = {
#embed "../../Sources/PathwayModel/JSON/JSONParser.swift"
};
static const unsigned char file_120[] = {
#embed "../../Sources/PathwayModel/PathwayModel.swift"
};
static const unsigned char file_121[] = {
#embed "../../Sources/PathwayModel/Plugins/CalendarDate+Decodable.swift"
};
static const unsigned char file_122[] = {
#embed "../../Sources/PathwayModel/Plugins/NamedField.swift"
};
static const unsigned char file_123[] = {
#embed "../../Sources/PathwayModel/Plugins/RuleContract+Changes.swift"
};
static const unsigned char file_124[] = {
#embed "../../Sources/PathwayModel/Plugins/RuleFacts.swift"
};
static const unsigned char file_125[] = {
#embed "../../Sources/PathwayModel/Plugins/RuleSignature.swift"
};
static const unsigned char file_126[] = {
#embed "../../Sources/PathwayModel/Plugins/RuleUse+Binding.swift"
};
static const unsigned char file_127[] = {
#embed "../../Sources/PathwayModel/Plugins/Verdict.swift"
};
static const unsigned char file_128[] = {
#embed "../../Sources/PathwayModel/Stored/Places+Stored.swift"
};
static const unsigned char file_129[] = {
#embed "../../Sources/StepwellKit/Channel.swift"
};
static const unsigned char file_130[] = {
#embed "../../Sources/StepwellKit/ConfigurableChannel.swift"
};
static const unsigned char file_131[] = {
#embed "../../Sources/StepwellKit/Parameters/FlatContainer.swift"
};
static const unsigned char file_132[] = {
#embed "../../Sources/StepwellKit/Parameters/FlatDecoder.swift"
};
static const unsigned char file_133[] = {
#embed "../../Sources/StepwellKit/Parameters/ParameterDecoder.swift"
};
static const unsigned char file_134[] = {
#embed "../../Sources/StepwellKit/Parameters/ParameterName.swift"
};
static const unsigned char file_135[] = {
#embed "../../Sources/StepwellKit/Parameters/ParameterSchema.swift"
};
static const unsigned char file_136[] = {
#embed "../../Sources/StepwellKit/Parameters/ParameterShape.swift"
};
static const unsigned char file_137[] = {
#embed "../../Sources/StepwellKit/Parameters/TypeShape.swift"
};
static const unsigned char file_138[] = {
#embed "../../Sources/StepwellKit/Plugin.swift"
};
static const unsigned char file_139[] = {
#embed "../../Sources/StepwellKit/Process/PluginProgram.swift"
};
static const unsigned char file_140[] = {
#embed "../../Sources/StepwellKit/Process/PluginSession.swift"
};
static const unsigned char file_141[] = {
#embed "../../Sources/StepwellKit/Protocol/Answers+JSON.swift"
};
static const unsigned char file_142[] = {
#embed "../../Sources/StepwellKit/Protocol/OutgoingMessage+JSON.swift"
};
static const unsigned char file_143[] = {
#embed "../../Sources/StepwellKit/Protocol/PluginProtocol.swift"
};
static const unsigned char file_144[] = {
#embed "../../Sources/StepwellKit/Protocol/ProtocolError.swift"
};
static const unsigned char file_145[] = {
#embed "../../Sources/StepwellKit/Protocol/RuleFacts+JSON.swift"
};
static const unsigned char file_146[] = {
#embed "../../Sources/StepwellKit/Protocol/WireValue.swift"
};
static const unsigned char file_147[] = {
#embed "../../Sources/StepwellKit/Rule.swift"
};
static const unsigned char file_148[] = {
#embed "../../Sources/StepwellKit/Settings/ChannelSetting.swift"
};
static const unsigned char file_149[] = {
#embed "../../Sources/StepwellKit/Settings/Secret.swift"
};
static const unsigned char file_150[] = {
#embed "../../Sources/StepwellKit/Settings/SettingsDecoder.swift"
};
static const unsigned char file_151[] = {
#embed "../../Sources/StepwellKit/Settings/SettingsShape.swift"
};
static const unsigned char file_152[] = {
#embed "../../Sources/StepwellKit/StepwellKit.swift"
};

#define FILE(path, bytes) {path, bytes, sizeof bytes}
static const shipped_file files[] = {
    FILE("Sources/CEL/Checking/Checker.swift", file_0),
    FILE("Sources/CEL/Checking/CheckerCalls.swift", file_1),
    FILE("Sources/CEL/Checking/CheckerNames.swift", file_2),
    FILE("Sources/CEL/Checking/CheckerParts.swift", file_3),
    FILE("Sources/CEL/Checking/CheckerTypes.swift", file_4),
    FILE("Sources/CEL/Checking/Demand.swift", file_5),
    FILE("Sources/CEL/Checking/Domains.swift", file_6),
    FILE("Sources/CEL/Checking/Environment.swift", file_7),
    FILE("Sources/CEL/Checking/HostCalls.swift", file_8),
    FILE("Sources/CEL/Checking/Issue.swift", file_9),
    FILE("Sources/CEL/Checking/Macros.swift", file_10),
    FILE("Sources/CEL/Checking/StandardFunctions.swift", file_11),
    FILE("Sources/CEL/Checking/StandardLibrary.swift", file_12),
    FILE("Sources/CEL/Checking/StandardMacros.swift", file_13),
    FILE("Sources/CEL/Checking/StandardOperators.swift", file_14),
    FILE("Sources/CEL/Checking/StrictFunctions.swift", file_15),
    FILE("Sources/CEL/Checking/StrictNumbers.swift", file_16),
    FILE("Sources/CEL/Checking/StrictRelations.swift", file_17),
    FILE("Sources/CEL/Checking/Suggestions.swift", file_18),
    FILE("Sources/CEL/Checking/Units.swift", file_19),
    FILE("Sources/CEL/Evaluation/Base64.swift", file_20),
    FILE("Sources/CEL/Evaluation/Builtin.swift", file_21),
    FILE("Sources/CEL/Evaluation/Builtins.swift", file_22),
    FILE("Sources/CEL/Evaluation/Calculation.swift", file_23),
    FILE("Sources/CEL/Evaluation/Collections.swift", file_24),
    FILE("Sources/CEL/Evaluation/Comparison.swift", file_25),
    FILE("Sources/CEL/Evaluation/Comprehensions.swift", file_26),
    FILE("Sources/CEL/Evaluation/Conversions.swift", file_27),
    FILE("Sources/CEL/Evaluation/DecimalText.swift", file_28),
    FILE("Sources/CEL/Evaluation/Evaluator.swift", file_29),
    FILE("Sources/CEL/Evaluation/EvaluatorNumbers.swift", file_30),
    FILE("Sources/CEL/Evaluation/Formatter.swift", file_31),
    FILE("Sources/CEL/Evaluation/Host.swift", file_32),
    FILE("Sources/CEL/Evaluation/Instruction.swift", file_33),
    FILE("Sources/CEL/Evaluation/Numbers.swift", file_34),
    FILE("Sources/CEL/Evaluation/Optionals.swift", file_35),
    FILE("Sources/CEL/Evaluation/Parts.swift", file_36),
    FILE("Sources/CEL/Evaluation/Patterns.swift", file_37),
    FILE("Sources/CEL/Evaluation/Search.swift", file_38),
    FILE("Sources/CEL/Evaluation/Texts.swift", file_39),
    FILE("Sources/CEL/Evaluation/TimeZones.swift", file_40),
    FILE("Sources/CEL/Evaluation/Times.swift", file_41),
    FILE("Sources/CEL/Evaluation/Whole.swift", file_42),
    FILE("Sources/CEL/Parsing/Lexer.swift", file_43),
    FILE("Sources/CEL/Parsing/LexerText.swift", file_44),
    FILE("Sources/CEL/Parsing/Parser+Primaries.swift", file_45),
    FILE("Sources/CEL/Parsing/Parser.swift", file_46),
    FILE("Sources/CEL/Parsing/Syntax.swift", file_47),
    FILE("Sources/CEL/Parsing/Token.swift", file_48),
    FILE("Sources/CEL/Program+Figures.swift", file_49),
    FILE("Sources/CEL/Program+Shape.swift", file_50),
    FILE("Sources/CEL/Program.swift", file_51),
    FILE("Sources/CEL/Stored/ByteReader.swift", file_52),
    FILE("Sources/CEL/Stored/ByteWriter.swift", file_53),
    FILE("Sources/CEL/Stored/FNV1a.swift", file_54),
    FILE("Sources/CEL/Stored/Program+Stored.swift", file_55),
    FILE("Sources/CEL/Stored/ValueType+Stored.swift", file_56),
    FILE("Sources/CEL/Values/CalendarDate.swift", file_57),
    FILE("Sources/CEL/Values/CivilTime.swift", file_58),
    FILE("Sources/CEL/Values/Hexadecimal.swift", file_59),
    FILE("Sources/CEL/Values/Outcome.swift", file_60),
    FILE("Sources/CEL/Values/String+Trimming.swift", file_61),
    FILE("Sources/CEL/Values/Timestamp+RFC3339.swift", file_62),
    FILE("Sources/CEL/Values/Timestamp.swift", file_63),
    FILE("Sources/CEL/Values/TimestampText.swift", file_64),
    FILE("Sources/CEL/Values/Value.swift", file_65),
    FILE("Sources/CEL/Values/ValueEquality.swift", file_66),
    FILE("Sources/CEL/Values/ValueType.swift", file_67),
    FILE("Sources/CRE2/CRE2.cpp", file_68),
    FILE("Sources/CRE2/include/CRE2.h", file_69),
    FILE("Sources/PathwayModel/Course/Actor.swift", file_70),
    FILE("Sources/PathwayModel/Course/Consequence.swift", file_71),
    FILE("Sources/PathwayModel/Course/DecisionSignature.swift", file_72),
    FILE("Sources/PathwayModel/Course/DeliveryReport.swift", file_73),
    FILE("Sources/PathwayModel/Course/DutySubject.swift", file_74),
    FILE("Sources/PathwayModel/Course/Fact.swift", file_75),
    FILE("Sources/PathwayModel/Course/Input+Right.swift", file_76),
    FILE("Sources/PathwayModel/Course/Input+Summary.swift", file_77),
    FILE("Sources/PathwayModel/Course/Input+Tending.swift", file_78),
    FILE("Sources/PathwayModel/Course/Input.swift", file_79),
    FILE("Sources/PathwayModel/Course/Moment.swift", file_80),
    FILE("Sources/PathwayModel/Course/OnCallPage.swift", file_81),
    FILE("Sources/PathwayModel/Course/OtherCase.swift", file_82),
    FILE("Sources/PathwayModel/Course/OwedDecision.swift", file_83),
    FILE("Sources/PathwayModel/Course/PromiseChange.swift", file_84),
    FILE("Sources/PathwayModel/Course/PuttingRight.swift", file_85),
    FILE("Sources/PathwayModel/Course/Refusal.swift", file_86),
    FILE("Sources/PathwayModel/Course/Right.swift", file_87),
    FILE("Sources/PathwayModel/Course/ToldAnew.swift", file_88),
    FILE("Sources/PathwayModel/Definition/Action.swift", file_89),
    FILE("Sources/PathwayModel/Definition/BuiltInTasks.swift", file_90),
    FILE("Sources/PathwayModel/Definition/ClockTime.swift", file_91),
    FILE("Sources/PathwayModel/Definition/Condition.swift", file_92),
    FILE("Sources/PathwayModel/Definition/Delay.swift", file_93),
    FILE("Sources/PathwayModel/Definition/Diagnostic.swift", file_94),
    FILE("Sources/PathwayModel/Definition/DiagnosticCode.swift", file_95),
    FILE("Sources/PathwayModel/Definition/DiagnosticExample.swift", file_96),
    FILE("Sources/PathwayModel/Definition/Event.swift", file_97),
    FILE("Sources/PathwayModel/Definition/EventPart.swift", file_98),
    FILE("Sources/PathwayModel/Definition/Field+Reading.swift", file_99),
    FILE("Sources/PathwayModel/Definition/Field.swift", file_100),
    FILE("Sources/PathwayModel/Definition/Instrument.swift", file_101),
    FILE("Sources/PathwayModel/Definition/Message.swift", file_102),
    FILE("Sources/PathwayModel/Definition/MessageTemplate.swift", file_103),
    FILE("Sources/PathwayModel/Definition/Pathway.swift", file_104),
    FILE("Sources/PathwayModel/Definition/Place.swift", file_105),
    FILE("Sources/PathwayModel/Definition/PlaceSet.swift", file_106),
    FILE("Sources/PathwayModel/Definition/Promise.swift", file_107),
    FILE("Sources/PathwayModel/Definition/Responsibility.swift", file_108),
    FILE("Sources/PathwayModel/Definition/Sensitivity.swift", file_109),
    FILE("Sources/PathwayModel/Definition/SourceSpan.swift", file_110),
    FILE("Sources/PathwayModel/Definition/State.swift", file_111),
    FILE("Sources/PathwayModel/Definition/TaskDefinition.swift", file_112),
    FILE("Sources/PathwayModel/Definition/TaskPattern.swift", file_113),
    FILE("Sources/PathwayModel/Definition/Transition.swift", file_114),
    FILE("Sources/PathwayModel/Definition/Value+Shown.swift", file_115),
    FILE("Sources/PathwayModel/Definition/VariableReference.swift", file_116),
    FILE("Sources/PathwayModel/Definition/WorkCalendar.swift", file_117),
    FILE("Sources/PathwayModel/JSON/JSON.swift", file_118),
    FILE("Sources/PathwayModel/JSON/JSONParser.swift", file_119),
    FILE("Sources/PathwayModel/PathwayModel.swift", file_120),
    FILE("Sources/PathwayModel/Plugins/CalendarDate+Decodable.swift", file_121),
    FILE("Sources/PathwayModel/Plugins/NamedField.swift", file_122),
    FILE("Sources/PathwayModel/Plugins/RuleContract+Changes.swift", file_123),
    FILE("Sources/PathwayModel/Plugins/RuleFacts.swift", file_124),
    FILE("Sources/PathwayModel/Plugins/RuleSignature.swift", file_125),
    FILE("Sources/PathwayModel/Plugins/RuleUse+Binding.swift", file_126),
    FILE("Sources/PathwayModel/Plugins/Verdict.swift", file_127),
    FILE("Sources/PathwayModel/Stored/Places+Stored.swift", file_128),
    FILE("Sources/StepwellKit/Channel.swift", file_129),
    FILE("Sources/StepwellKit/ConfigurableChannel.swift", file_130),
    FILE("Sources/StepwellKit/Parameters/FlatContainer.swift", file_131),
    FILE("Sources/StepwellKit/Parameters/FlatDecoder.swift", file_132),
    FILE("Sources/StepwellKit/Parameters/ParameterDecoder.swift", file_133),
    FILE("Sources/StepwellKit/Parameters/ParameterName.swift", file_134),
    FILE("Sources/StepwellKit/Parameters/ParameterSchema.swift", file_135),
    FILE("Sources/StepwellKit/Parameters/ParameterShape.swift", file_136),
    FILE("Sources/StepwellKit/Parameters/TypeShape.swift", file_137),
    FILE("Sources/StepwellKit/Plugin.swift", file_138),
    FILE("Sources/StepwellKit/Process/PluginProgram.swift", file_139),
    FILE("Sources/StepwellKit/Process/PluginSession.swift", file_140),
    FILE("Sources/StepwellKit/Protocol/Answers+JSON.swift", file_141),
    FILE("Sources/StepwellKit/Protocol/OutgoingMessage+JSON.swift", file_142),
    FILE("Sources/StepwellKit/Protocol/PluginProtocol.swift", file_143),
    FILE("Sources/StepwellKit/Protocol/ProtocolError.swift", file_144),
    FILE("Sources/StepwellKit/Protocol/RuleFacts+JSON.swift", file_145),
    FILE("Sources/StepwellKit/Protocol/WireValue.swift", file_146),
    FILE("Sources/StepwellKit/Rule.swift", file_147),
    FILE("Sources/StepwellKit/Settings/ChannelSetting.swift", file_148),
    FILE("Sources/StepwellKit/Settings/Secret.swift", file_149),
    FILE("Sources/StepwellKit/Settings/SettingsDecoder.swift", file_150),
    FILE("Sources/StepwellKit/Settings/SettingsShape.swift", file_151),
    FILE("Sources/StepwellKit/StepwellKit.swift", file_152),
};

size_t shipped_sdk_file_count(void) { return sizeof files / sizeof files[0]; }

shipped_file shipped_sdk_file_at(size_t place) { return files[place]; }
