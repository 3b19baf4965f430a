/// One thing that a store does wrong. The suite of conformance has to find each.
enum Defect: String, CaseIterable, Sendable {
    // Committing
    case forgetsRequests, keepsStaleSteps, keepsTheFirstOfAConflict, losesTheSecondOfABatch, takesVersionsTwice
    case losesFiles, losesWhatWasCompiled, losesRefusals, losesWhatWasAsked, ignoresOpenCases
    case ignoresOtherNumbers
    // Cases and time
    case losesWhenItHappened, losesFractions, cutsTheJournal, ignoresPostponements, postponesAnySequence
    case reordersDue, cutsDue, restartsDue, isDueTooEarly
    // Lists
    case cutsCases, reordersCases, ignoresTheCasesCursor, cutsTheOutbox, ignoresTheOutboxCursor, ignoresOutboxStatus
    case knowsTheFirstInput, forgetsLinks
    // Obligations and resources
    case cutsObligations, reordersObligations, ignoresRoles, keepsWhatEnded, mixesKinds
    case ignoresKinds, losesClaims, losesTermsOfClaims, losesSnoozes, losesSafety, findsAllLost, findsNobodyLost,
        ignoresTheLostCursor,
        takesTheClosedForLost
    case ignoresRevisions, startsRevisionsAgain, losesResources, findsResourcesOfAll
    // Patients, releases, channels
    case keepsWhatWasErased, mergesRecords, forgetsRecordsNumbers, ignoresThePatientsCursor, losesReleases,
        reordersReleases, losesDisclosures, losesOtherDisclosures
    case losesClosedChannels, losesReopening
    // Who saw what
    case losesAccesses, losesEmergencies, losesCasesSeen, findsAccessesOfAll, ignoresReviews, ignoresSpeakers
    case ignoresTheAccessCursor, ignoresTheRefusalCursor
    // Messages
    case leasesTwice, leasesTooMany, leasesOfAll, settlesUnleased, settlesSentAgain, losesSettlements, revivesSent
    case countsDeferrals, losesGroups, alwaysLeased, countsFromThen, countsAllPatients, waitsForAll, deliversTwice
    case keepsDeadLeases, losesTheInstantOfSettlement, holdsUpPages
    // Places
    case backsUpNothing, backsUpOver, makesOver, opensNothing, forgetsAtOpening, restoresNothing
    case restoresUnprepared, leavesTraces
    case complainsOfNothing, tellsNoFormat
}
