/// Every form of every file, in the order of the reference.
package enum Forms {
    package static let pathway = [
        FormReference(PathwayDeclaration.schema), FormReference(SharedDeclaration.schema),
        FormReference(IntendedUseDeclaration.schema), FormReference(ApprovalDeclaration.schema),
        FormReference(ReviewDeclaration.schema),
        FormReference(IncidentsDeclaration.schema),
        FormReference(CalendarDeclaration.schema), FormReference(FieldDeclaration.schema),
        FormReference(InstrumentUseDeclaration.schema), FormReference(BaselineDeclaration.schema),
        FormReference(EventDeclaration.schema), FormReference(PayloadDeclaration.schema),
        FormReference(TaskDeclaration.schema), FormReference(DueDateDeclaration.schema),
        FormReference(EscalationDeclaration.schema), FormReference(ConditionalClosingDeclaration.schema),
        FormReference(MessageDeclaration.schema), FormReference(AppointmentDeclaration.schema),
        FormReference(StateDeclaration.schema), FormReference(SessionDeclaration.schema),
        FormReference(UnlimitedStayDeclaration.schema),
        FormReference(TaskOpeningDeclaration.schema), FormReference(TransitionDeclaration.schema),
        FormReference(DecideDeclaration.schema), FormReference(ElseDeclaration.schema),
        FormReference(RequirementDeclaration.schema),
        FormReference(ReactionDeclaration.schema), FormReference(CriterionDeclaration.schema),
        FormReference(ActionDeclaration.schema), FormReference(DecisionTableDeclaration.schema),
        FormReference(PromiseDeclaration.schema), FormReference(EveryStateDeclaration.schema),
    ]

    package static let signatures = [
        FormReference(SignatureFileDeclaration.schema), FormReference(SignatureDeclaration.schema),
    ]

    package static let instrument = [
        FormReference(InstrumentDeclaration.schema), FormReference(ItemDeclaration.schema),
        FormReference(ScoreDeclaration.schema), FormReference(InstrumentCheckDeclaration.schema),
        FormReference(MissingDeclaration.schema),
    ]

    package static let tests = [
        FormReference(ScenarioFileDeclaration.schema), FormReference(ScenarioDeclaration.schema),
        FormReference(StepDeclaration.schema), FormReference(EnrollDeclaration.schema),
        FormReference(PatientDeclaration.schema), FormReference(AttendDeclaration.schema),
        FormReference(DecisionDeclaration.schema), FormReference(ExtendDeclaration.schema),
        FormReference(ExpectationDeclaration.schema),
        FormReference(NotificationDeclaration.schema), FormReference(InstrumentTestFileDeclaration.schema),
        FormReference(InstrumentCaseDeclaration.schema),
    ]

    package static let settings =
        [
            FormReference(SettingsDeclaration.schema), FormReference(UserDeclaration.schema),
            FormReference(RightsDeclaration.schema), FormReference(ClaimsDeclaration.schema),
            FormReference(OnCallDeclaration.schema), FormReference(OnCallPlaceDeclaration.schema),
            FormReference(DowntimeDeclaration.schema),
            FormReference(RecipientDeclaration.schema), FormReference(PluginSettingDeclaration.schema),
            FormReference(ChannelDeclaration.schema),
        ]
        + ChannelType.allCases.filter { !$0.options.isEmpty }.map { kind in
            FormReference(ChannelDeclaration.ownKeys(of: kind), name: "channel of type \(kind.rawValue)")
        } + [
            FormReference(ChannelDeclaration.pluginSchema, name: "channel of a plugin"),
            FormReference(SecretDeclaration.schema),
        ]

    package static let plugin = [
        FormReference(PluginManifestDeclaration.schema), FormReference(PluginRuleDeclaration.schema),
        FormReference(PluginChannelDeclaration.schema), FormReference(PluginCaseFileDeclaration.schema),
        FormReference(PluginCaseDeclaration.schema), FormReference(PluginFactsDeclaration.schema),
        FormReference(PluginSessionDeclaration.schema), FormReference(PluginResultDeclaration.schema),
        FormReference(PluginDeliveryDeclaration.schema), FormReference(PluginMessageDeclaration.schema),
        FormReference(PluginInvitationDeclaration.schema), FormReference(PluginServerAnswerDeclaration.schema),
    ]

    package static let all = pathway + signatures + instrument + tests + settings + plugin

    /// The page of the reference.
    package static var page: String {
        let groups = [
            ("Pathways", pathway), ("Signatures", signatures), ("Instruments", instrument), ("Tests", tests),
            ("Settings of a clinic", settings),
            ("Plugins", plugin),
        ]
        return """
            # Keys

            Every key of every file, by the form in which it stands. What they do together is told in [the pathway
            language](language.md), [channels](channels.md) and [the plugin protocol](plugin-protocol.md). All keys are
            there since version 1 of the language, unless it is said.

            This page is written by `Scripts/keys.sh`, and a test compares it with the compiler: change the declarations in
            `Sources/PathwayCompiler/Declarations` and run the script.

            """ + groups.map { name, forms in "\n# \(name)\n\n" + forms.map(\.page).joined(separator: "\n") }.joined()
    }
}
