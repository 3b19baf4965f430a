/// Every form of every file, in the order of the reference.
package enum Forms {
    package static let pathway = [
        FormReference(PathwayDeclaration.schema), FormReference(SharedDeclaration.schema),
        FormReference(IntendedUseDeclaration.schema), FormReference(ApprovalDeclaration.schema),
        FormReference(CalendarDeclaration.schema), FormReference(FieldDeclaration.schema),
        FormReference(InstrumentUseDeclaration.schema), FormReference(BaselineDeclaration.schema),
        FormReference(EventDeclaration.schema), FormReference(PayloadDeclaration.schema),
        FormReference(TaskDeclaration.schema), FormReference(DueDateDeclaration.schema),
        FormReference(EscalationDeclaration.schema), FormReference(ConditionalClosingDeclaration.schema),
        FormReference(MessageDeclaration.schema), FormReference(AppointmentDeclaration.schema),
        FormReference(StateDeclaration.schema), FormReference(SessionDeclaration.schema),
        FormReference(TaskOpeningDeclaration.schema), FormReference(TransitionDeclaration.schema),
        FormReference(DecideDeclaration.schema), FormReference(RequirementDeclaration.schema),
        FormReference(ReactionDeclaration.schema), FormReference(CriterionDeclaration.schema),
        FormReference(ActionDeclaration.schema), FormReference(DecisionTableDeclaration.schema),
        FormReference(PromiseDeclaration.schema), FormReference(EveryStateDeclaration.schema),
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
        FormReference(DecisionDeclaration.schema), FormReference(ExpectationDeclaration.schema),
        FormReference(NotificationDeclaration.schema), FormReference(InstrumentTestFileDeclaration.schema),
        FormReference(InstrumentCaseDeclaration.schema),
    ]

    package static let all = pathway + instrument + tests
}
