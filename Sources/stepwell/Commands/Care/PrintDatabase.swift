import ArgumentParser
import StepwellPostgres

/// `database`: the tables of stores in PostgreSQL.
struct PrintDatabase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database",
        abstract: "Print the SQL that lays the tables for clinics in a PostgreSQL database.",
        discussion: """
            stepwell database | psql --dbname stepwell

            Whoever runs it owns the tables. Where they are already, it brings them up to date, while others work, and \
            changes nothing where they are. It opens no clinic.
            """)

    func run() {
        Output.page(PostgresStores.tables)
    }
}
