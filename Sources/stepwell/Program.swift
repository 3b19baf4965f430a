import ShippedFiles
import StepwellClinic
import StepwellRuntime

/// What this program plugs into the clinics that it opens.
enum Program {
    static let parts = ClinicParts(
        stores: LocatedStores(),
        plugins: { settings, folder in LinkedPlugins.all(settings, of: folder) }, version: Stepwell.version,
        now: { SystemClock.now }, account: { SystemAccount.name }, log: { Output.note(Line($0)) })
}

extension Program {
    /// What comes with the program.
    static var shipped: ShippedParts { ShippedParts(ShippedPathways.files) }

    /// The instruments of the folder `Pathways`, if there is one, and those that the program brings along.
    static var instruments: InstrumentShelf {
        InstrumentShelf(folder: ClinicFiles.pathways, shipped: shipped)
    }
}
