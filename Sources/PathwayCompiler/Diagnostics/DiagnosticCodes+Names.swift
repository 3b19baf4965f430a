package import PathwayModel

extension DiagnosticCode {
    static let nameCodes: [DiagnosticCode] = [
        unknownState, ambiguousState, initialNotBelow, unknownEvent, unknownTask, unknownMessage, unknownGuard,
        unknownRule, unknownChannel, unknownField, unknownInstrument, duplicateName, reservedName, unknownParameter,
        missingParameter, unknownSessionType, unknownItem, ruleReadsTooLittle, fieldOfOtherType,
        accountOfTwo,
    ]

    static let unknownState = error(
        "SW201", "Unknown state",
        """
        A state is named by its path, or by the last parts of it where they are not ambiguous. The nearest state
        of that name is meant.
        """,
        in: .eventKeys,
        bad: "to: step_dwon",
        good: "to: step_down")

    static let ambiguousState = error(
        "SW202", "Ambiguous state",
        """
        Two states that are equally near have this name. Write more of the path.
        """,
        in: .eventKeys,
        bad: "to: due",
        good: "to: contact_30d.due")

    static let initialNotBelow = error(
        "SW203", "Initial state outside its state",
        """
        `initial` names a state inside the one it is written on.
        """,
        in: .states,
        bad: "intake: {initial: treatment, states: {first_visit: {}}}",
        good: "intake: {initial: first_visit, states: {first_visit: {}}}")

    static let unknownEvent = error(
        "SW204", "Unknown event",
        """
        Events from people and systems are declared under `events`. The names of built-in events begin with
        `recorded`, `session`, `done`, `overdue` or `consented`.
        """,
        in: .transition,
        bad: "{event: contcat, to: treatment}",
        good: "{event: contact, to: treatment}")

    static let unknownTask = error(
        "SW205", "Unknown task",
        """
        Tasks are declared under `tasks`, and opened by states and actions.
        """,
        in: .states,
        bad: "step_down: {tasks: [treatment_pln]}",
        good: "step_down: {tasks: [treatment_plan]}")

    static let unknownMessage = error(
        "SW206", "Unknown message",
        """
        Messages are declared under `messages`.
        """,
        in: .action,
        bad: "{notify: patient, message: welcom}",
        good: "{notify: patient, message: welcome}")

    static let unknownGuard = error(
        "SW207", "Unknown guard",
        """
        Named guards are declared under `guards`.
        """,
        in: .transitionKeys,
        bad: "when: {guard: safe_todya}",
        good: "when: {guard: safe_today}")

    package static let unknownRule = error(
        "SW208", "Unknown rule",
        """
        A rule is named by its plugin and its own name. `stepwell plugin list` shows the rules there are. A story answers for
        rules that its pathway asks, and for no others.
        """,
        in: .transitionKeys,
        bad: "when: {rule: attendance.at_lest, with: {rate: 0.8}}",
        good: "when: {rule: attendance.at_least, with: {rate: 0.8}}")

    static let unknownChannel = error(
        "SW209", "Unknown channel",
        """
        `via` names a channel. `stepwell plugin list` shows those that plugins have, and the settings name others.
        """,
        in: .action,
        bad: "{notify: patient, message: welcome, via: emial}",
        good: "{notify: patient, message: welcome, via: email}")

    static let unknownField = error(
        "SW210", "Unknown field",
        """
        Fields are declared under `data` and `enrollment`.
        """,
        in: .action,
        bad: "{set: {urgnt: true}}",
        good: "{set: {urgent: true}}")

    static let unknownInstrument = error(
        "SW211", "Unknown instrument",
        """
        The instrument `phq9` is defined in the file `instruments/phq9.yaml` of the folder of pathways.
        """,
        in: .pathway,
        bad: "instruments: {phq9: {}, cssrs: {}, gad_7: {}}",
        good: "instruments: {phq9: {}, cssrs: {}, gad7: {}}")

    static let duplicateName = error(
        "SW212", "Name defined twice",
        """
        A name stands for one thing in a pathway and all that it includes. No field, instrument or guard has the name
        of another.
        """,
        in: .pathway,
        bad: #"""
            data: {risk: boolean}
            guards: {safe_today: "!risk", risk: phq9.total > 20}
            """#,
        good: #"""
            data: {risk: boolean}
            guards: {safe_today: "!risk", at_risk: phq9.total > 20}
            """#)

    static let reservedName = error(
        "SW213", "Reserved name",
        """
        The name has a meaning of its own in expressions, or among the built-in events.
        """,
        in: .pathway,
        bad: "data: {today: date}",
        good: "data: {visit_date: date}")

    static let unknownParameter = error(
        "SW214", "Unknown parameter of a rule",
        """
        The rule's plugin declares its parameters.
        """,
        in: .transitionKeys,
        bad: "when: {rule: attendance.at_least, with: {rate: 0.8, lst: 10}}",
        good: "when: {rule: attendance.at_least, with: {rate: 0.8, last: 10}}")

    static let missingParameter = error(
        "SW215", "Missing parameter of a rule",
        """
        The rule's plugin declares which of its parameters are required.
        """,
        in: .transitionKeys,
        bad: "when: {rule: attendance.at_least}",
        good: "when: {rule: attendance.at_least, with: {rate: 0.8}}")

    static let unknownSessionType = error(
        "SW216", "Unknown type of session",
        """
        Where states declare `sessions`, attendance has one of their types.
        """,
        in: .action,
        bad: "{attend: attended, type: grup}",
        good: "{attend: attended, type: group}")

    package static let unknownItem = error(
        "SW217", "Unknown item or score",
        """
        The instrument has no item or score of this name.
        """,
        in: .instrumentCase,
        bad: "{name: the lowest, record: {totl: 0}, expect: {total: 0}}",
        good: "{name: the lowest, record: {total: 0}, expect: {total: 0}}")

    static let ruleReadsTooLittle = error(
        "SW218", "Rule may not read what it is asked about",
        """
        A plugin's manifest lists under `reads` what its rules are given. A parameter may name no other instrument or
        field, and the pathway has to declare those that the manifest names.
        """,
        in: .transitionKeys,
        bad: "when: {rule: measures.response, with: {instrument: gad7}}   # the plugin reads results.phq9",
        good: "when: {rule: measures.response, with: {instrument: phq9}}")

    static let fieldOfOtherType = error(
        "SW219", "Field of another type than a rule's",
        """
        A parameter of a rule names a field of one type, such as a date: a rule that was handed another would wait for it
        for ever.
        """,
        in: .transitionKeys,
        bad: "when: {rule: level_of_care.checklist, with: {impaired: visit}}   # a date",
        good: "when: {rule: level_of_care.checklist, with: {impaired: urgent}}")
}
