import CEL
import PathwayModel

/// What was recorded anew, put right or taken back.
struct Touched {
    var fields = PlaceSet<Field>()
    var instruments = PlaceSet<Instrument>()
    /// Sessions and consents, which no due date follows.
    var sessions = false
    var consents = false
    var isAnything = false

    mutating func note(_ fact: Fact) {
        switch fact {
        case .valueSet(let field, _, _), .valueAdded(let field, _, _), .valueCorrected(let field, _, _, _):
            fields.insert(field)
        case .resultRecorded(let instrument, _), .resultCorrected(let instrument, _, _, _):
            instruments.insert(instrument)
        case .entryWithdrawn, .actionsTakenBack, .restored: isAnything = true
        case .entryUndone, .clockMended, .toldAnew, .judgedAgain, .effectsTakenBack, .otherCase, .alarmsStay,
            .reviewRequested,
            .sessionCorrected, .decidedAgainst, .enrolled, .sessionRecorded, .occurred, .consentRecorded,
            .transitionTaken, .stateExited, .historyKept, .stateEntered, .taskOpened, .taskAskedAgain,
            .taskRescheduled, .taskCompleted, .taskEnded, .taskReopened, .taskOverdue, .taskReminded, .taskEscalated,
            .stateTaskCame, .stateTaskCondition, .effect, .delivery, .decisionOwed, .decisionNotOwed,
            .decisionOverdue, .decisionReminded, .decisionEscalated, .decisionSigned, .signatureLapsed, .taskCameOut,
            .doneBy, .taskNotNeeded, .dutyTended, .stayExtended,
            .promise, .verdictGiven, .incident,
            .closed, .ended:
            break
        }
    }

    var isNothing: Bool { !isAnything && fields.isEmpty && instruments.isEmpty }
}

extension Pathway {
    /// Whether an expression reads one of these, itself or through a named guard.
    func reads(_ program: Program, _ touched: Touched) -> Bool {
        program.variables.contains { reads(variables[$0], touched) }
            || program.calls.contains { call in
                switch HostFunction(rawValue: call.id) {
                case .recordedAt, .daysSince, .known, .fresh, .freshWithin:
                    guard case .some(.some(let reference)) = call.constants.first else { return true }
                    return reads(references[Int(reference)], touched)
                case .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf: return touched.sessions
                case .consent: return touched.consents
                case .occurrences, .dates, .openTasks, .task, .active, .enteredAt, .daysIn, .visits, .cameFrom, .day,
                    .businessDays:
                    return false
                case .decision: return true
                // Results since a state was entered.
                case nil: return !touched.instruments.isEmpty
                }
            }
    }

    private func reads(_ variable: VariableReference, _ touched: Touched) -> Bool {
        switch variable {
        case .field(let field): touched.fields.contains(field)
        case .score(let instrument, _), .item(let instrument, _), .baseline(let instrument), .previous(let instrument),
            .change(let instrument), .percentChange(let instrument), .band(let instrument), .count(let instrument),
            .results(let instrument):
            touched.instruments.contains(instrument)
        case .namedGuard(let index): reads(guards[index].program, touched)
        case .attendance: touched.sessions
        case .payload, .now, .today, .patientAge, .patientLanguage: false
        }
    }

    private func reads(_ reference: RecordReference, _ touched: Touched) -> Bool {
        switch reference {
        case .field(let field): touched.fields.contains(field)
        case .instrument(let instrument): touched.instruments.contains(instrument)
        case .payload: false
        }
    }

    /// Whether a criterion reads one of these.
    func reads(_ criterion: Criterion, _ touched: Touched) -> Bool {
        switch criterion.body {
        case .expression(let program): return reads(program, touched)
        case .namedGuard(let index): return reads(guards[index].program, touched)
        case .rule(let index):
            let use = ruleUses[index]
            let data =
                use.reads.contains(.data)
                && touched.fields.contains { use.only.data?.contains(fields[$0].name) ?? true }
            let results =
                use.reads.contains(.results)
                && touched.instruments.contains { use.only.results?.contains(instruments[$0].name) ?? true }
            return data || results || (use.reads.contains(.attendance) && touched.sessions)
        }
    }
}
