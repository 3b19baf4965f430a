import PathwayModel

extension DiagnosticCode {
    static let nameCodes: [DiagnosticCode] = [
        unknownState, ambiguousState, initialNotBelow, unknownEvent, unknownTask, unknownMessage, unknownGuard,
        unknownRule, unknownChannel, unknownField, unknownInstrument, duplicateName, reservedName, unknownParameter,
        missingParameter, unknownSessionType, unknownItem, ruleReadsTooLittle,
    ]

    static let unknownState = error(
        "SW201", "A state that is not declared",
        """
        A state is named by its path or by any last parts of it that are not ambiguous, the nearest first.
        """,
        bad: "to: step_dwon",
        good: "to: step_down")

    static let ambiguousState = error(
        "SW202", "A state's name that fits two",
        """
        Two states that are equally near have this name. Write more of the path.
        """,
        bad: "to: due",
        good: "to: contact_30d.due")

    static let initialNotBelow = error(
        "SW203", "An initial state that is not below its state",
        """
        `initial` names a state inside the state it stands on.
        """,
        bad: "intake: {initial: treatment, states: {first_visit: {}}}",
        good: "intake: {initial: first_visit, states: {first_visit: {}}}")

    static let unknownEvent = error(
        "SW204", "An event that is not declared",
        """
        Events from people and systems are declared under `events`. Those the engine raises begin with
        recorded, session, done, overdue or consented.
        """,
        bad: "{event: contcat, to: intake}",
        good: "{event: contact, to: intake}")

    static let unknownTask = error(
        "SW205", "A task that is not declared",
        """
        Tasks are declared under `tasks`, once, and opened by states and actions.
        """,
        bad: "tasks: [treatment_pln]",
        good: "tasks: [treatment_plan]")

    static let unknownMessage = error(
        "SW206", "A message that is not declared",
        """
        Messages are declared under `messages`.
        """,
        bad: "{notify: patient, message: welcom}",
        good: "{notify: patient, message: welcome}")

    static let unknownGuard = error(
        "SW207", "A guard that is not declared",
        """
        Named guards are declared under `guards`.
        """,
        bad: "when: {guard: safe_todya}",
        good: "when: {guard: safe_today}")

    static let unknownRule = error(
        "SW208", "A rule that no plugin has",
        """
        Rules are named by their plugin and their name. `stepwell plugin list` shows those there are.
        """,
        bad: "{rule: attendance.at_lest, with: {rate: 0.8}}",
        good: "{rule: attendance.at_least, with: {rate: 0.8}}")

    static let unknownChannel = error(
        "SW209", "A channel that no plugin has",
        """
        `via` names a channel of a plugin. `stepwell plugin list` shows those there are.
        """,
        bad: "{notify: patient, message: welcome, via: emial}",
        good: "{notify: patient, message: welcome, via: email}")

    static let unknownField = error(
        "SW210", "A field that is not declared",
        """
        Fields are declared under `data` and `enrollment`.
        """,
        bad: "do: [{set: {urgnt: true}}]",
        good: "do: [{set: {urgent: true}}]")

    static let unknownInstrument = error(
        "SW211", "An instrument that is not there",
        """
        An instrument `phq9` is defined in `instruments/phq9.yaml` of the pathways' folder.
        """,
        bad: "instruments: {phq_9: {}}",
        good: "instruments: {phq9: {}}")

    static let duplicateName = error(
        "SW212", "Two definitions of one name",
        """
        A name stands for one thing, in a pathway and all that it includes. Fields, instruments and guards
        share their names.
        """,
        bad: #"""
            data: {risk: boolean}
            guards: {risk: phq9.total > 20}
            """#,
        good: #"""
            data: {risk: boolean}
            guards: {at_risk: phq9.total > 20}
            """#)

    static let reservedName = error(
        "SW213", "A name that means something else",
        """
        The name is one of the expression language's own, or of the engine's.
        """,
        bad: "data: {today: date}",
        good: "data: {visit_date: date}")

    static let unknownParameter = error(
        "SW214", "A parameter that a rule does not have",
        """
        A rule's plugin says which parameters it has.
        """,
        bad: "{rule: attendance.at_least, with: {rat: 0.8}}",
        good: "{rule: attendance.at_least, with: {rate: 0.8}}")

    static let missingParameter = error(
        "SW215", "A parameter that a rule needs",
        """
        A rule's plugin says which parameters it needs.
        """,
        bad: "{rule: attendance.at_least}",
        good: "{rule: attendance.at_least, with: {rate: 0.8}}")

    static let unknownSessionType = error(
        "SW216", "A type of session that is not declared",
        """
        Where states declare `sessions`, attendance has one of their types.
        """,
        bad: "{attend: attended, type: grup}",
        good: "{attend: attended, type: group}")

    static let unknownItem = error(
        "SW217", "An item or score that an instrument does not have",
        """
        The name is not among the instrument's items and scores.
        """,
        bad: "baseline: {entring: treatment}",
        good: "baseline: {entering: treatment}")

    static let ruleReadsTooLittle = error(
        "SW218", "A use of a rule that needs more than its plugin may read",
        """
        A plugin's manifest lists under `reads` the facts that a rule is handed. A parameter that names an
        instrument or a field outside that list asks for something the rule will never see; and what the
        manifest names has to be declared in the pathway.
        """,
        bad: "{rule: measures.response, with: {instrument: gad7}}   # its reads: [results.phq9]",
        good: "{rule: measures.response, with: {instrument: phq9}}")
}
