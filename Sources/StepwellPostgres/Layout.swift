import StepwellStore

/// How the tables of a database are laid, and how older ones become these.
///
/// A layout has a major and a minor number. A minor step only adds: tables, and columns that an older program may leave
/// out; so programs of the layout before go on while the step is taken, and after it. Once no older program runs, a major
/// step takes away what only they needed. A program works with every minor number from its own on, and with its own major
/// number alone. A step that was released is never edited: a new one is added.
enum Layout {
    static let major = 1
    static let minor = 0

    /// The two as one number, for people: 1.2 is 102.
    static func number(_ major: Int, _ minor: Int) -> Int { major * 100 + minor }

    /// Refuses tables that this program cannot work with.
    static func check(major: Int, minor: Int) throws(StoreError) {
        guard major <= Self.major else {
            throw .newer(found: number(major, minor), known: number(Self.major, Self.minor))
        }
        guard major == Self.major, minor >= Self.minor else {
            throw .unavailable(
                detail: "the database's tables are of layout \(major).\(minor), and this program needs "
                    + "\(Self.major).\(Self.minor): have their owner run what 'stepwell database' prints")
        }
    }

    /// The layout of the tables that a location's store is in, or is to be; nil where there are none.
    static func found(at location: PostgresLocation, _ connection: Connection) throws -> (major: Int, minor: Int)? {
        do {
            let row = try connection.run("SELECT major, minor FROM stepwell.layout").first
            return try row.map { (try $0.number(0), try $0.number(1)) }
        } catch ServerError.refused(let state) where state == "42P01" || state == "3F000" {
            return nil
        } catch ServerError.refused(let state) where state == "42501" {
            throw try Membership.refusal(location, connection)
        }
    }

    /// What the owner of a database runs to lay its tables, or to bring them up to date: nothing where they are.
    package static var script: String {
        let steps = self.steps.map { step in
            """
            IF (SELECT (major, minor) < (\(step.major), \(step.minor)) FROM stepwell.layout) THEN
            \(step.sql)
            UPDATE stepwell.layout SET major = \(step.major), minor = \(step.minor);
            END IF;
            """
        }
        return """
            BEGIN;
            SET LOCAL client_min_messages = warning;
            SET LOCAL search_path = pg_catalog, pg_temp;
            CREATE SCHEMA IF NOT EXISTS stepwell;
            CREATE TABLE IF NOT EXISTS stepwell.layout (
                id boolean PRIMARY KEY DEFAULT true CHECK (id), major bigint NOT NULL, minor bigint NOT NULL);
            INSERT INTO stepwell.layout (major, minor) VALUES (0, 0) ON CONFLICT (id) DO NOTHING;
            LOCK TABLE stepwell.layout IN EXCLUSIVE MODE;
            DO $layout$ BEGIN
            \(steps.joined(separator: "\n"))
            END $layout$;
            COMMIT;
            """
    }

    /// What makes a layout of the one before it, in order.
    static let steps: [(major: Int, minor: Int, sql: String)] = [
        (major: 1, minor: 0, sql: firstTables + firstRights)
    ]
}
