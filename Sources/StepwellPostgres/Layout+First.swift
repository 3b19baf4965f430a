extension Layout {
    /// The tables of clinics. The clinic is the first column of every key, so that rows can be distributed by it. Words are
    /// in the order of their bytes. Instants are two columns: seconds since 1970, and nanoseconds after that.
    static let tables = [
        "clinics", "counters", "definitions", "definition_files", "cases", "journal", "requests", "refusals",
        "obligations", "patients", "outbox", "closed_channels", "releases", "disclosures", "resources", "accesses",
        "access_patients",
    ]

    static let firstTables = #"""
        CREATE TABLE stepwell.clinics (clinic text COLLATE "C" PRIMARY KEY);
        CREATE TABLE stepwell.counters (
            clinic text COLLATE "C" NOT NULL REFERENCES stepwell.clinics, name text COLLATE "C" NOT NULL,
            value bigint NOT NULL, PRIMARY KEY (clinic, name));

        CREATE TABLE stepwell.definitions (
            clinic text COLLATE "C" NOT NULL REFERENCES stepwell.clinics, digest text COLLATE "C" NOT NULL,
            pathway text COLLATE "C" NOT NULL, version text COLLATE "C" NOT NULL, path text COLLATE "C" NOT NULL,
            compiled bytea, PRIMARY KEY (clinic, digest), UNIQUE (clinic, pathway, version));
        CREATE TABLE stepwell.definition_files (
            clinic text COLLATE "C" NOT NULL, digest text COLLATE "C" NOT NULL, path text COLLATE "C" NOT NULL,
            bytes bytea NOT NULL, PRIMARY KEY (clinic, digest, path),
            FOREIGN KEY (clinic, digest) REFERENCES stepwell.definitions);

        CREATE TABLE stepwell.cases (
            clinic text COLLATE "C" NOT NULL REFERENCES stepwell.clinics, id text COLLATE "C" NOT NULL,
            patient text COLLATE "C" NOT NULL, pathway text COLLATE "C" NOT NULL, version text COLLATE "C" NOT NULL,
            digest text COLLATE "C" NOT NULL, linked_from text COLLATE "C", status text COLLATE "C" NOT NULL,
            outcome text COLLATE "C", configuration text COLLATE "C" NOT NULL, sequence bigint NOT NULL,
            last_input bigint NOT NULL, last_input_ns bigint NOT NULL, wake_up bigint, wake_up_ns bigint,
            snapshot_format bigint NOT NULL, snapshot bytea NOT NULL, PRIMARY KEY (clinic, id),
            FOREIGN KEY (clinic, digest) REFERENCES stepwell.definitions);
        CREATE INDEX cases_due ON stepwell.cases (clinic, wake_up, wake_up_ns, id) WHERE wake_up IS NOT NULL;
        CREATE INDEX cases_patient ON stepwell.cases (clinic, patient);
        CREATE INDEX cases_open ON stepwell.cases (clinic, id) WHERE status = 'open';

        CREATE TABLE stepwell.journal (
            clinic text COLLATE "C" NOT NULL, case_id text COLLATE "C" NOT NULL, sequence bigint NOT NULL,
            at bigint NOT NULL, at_ns bigint NOT NULL, occurred bigint, occurred_ns bigint, actor text COLLATE "C",
            speaker text COLLATE "C", input bytea NOT NULL, facts bytea NOT NULL,
            PRIMARY KEY (clinic, case_id, sequence), FOREIGN KEY (clinic, case_id) REFERENCES stepwell.cases);

        CREATE TABLE stepwell.requests (
            clinic text COLLATE "C" NOT NULL REFERENCES stepwell.clinics, request text COLLATE "C" NOT NULL,
            case_id text COLLATE "C" NOT NULL, sequence bigint, refusal_code text COLLATE "C",
            refusal_message text COLLATE "C", asked bytea, PRIMARY KEY (clinic, request));
        CREATE TABLE stepwell.refusals (
            clinic text COLLATE "C" NOT NULL REFERENCES stepwell.clinics, number bigint NOT NULL,
            case_id text COLLATE "C" NOT NULL, at bigint NOT NULL, at_ns bigint NOT NULL, actor text COLLATE "C",
            speaker text COLLATE "C", input text COLLATE "C" NOT NULL, refusal_code text COLLATE "C" NOT NULL,
            refusal_message text COLLATE "C" NOT NULL, request text COLLATE "C", PRIMARY KEY (clinic, number));
        CREATE INDEX refusals_case ON stepwell.refusals (clinic, case_id);

        -- The three columns of a deadline are never null, so that a list goes on behind any row by an index.
        CREATE TABLE stepwell.obligations (
            clinic text COLLATE "C" NOT NULL, case_id text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL,
            subject text COLLATE "C" NOT NULL, title text COLLATE "C" NOT NULL, role text COLLATE "C",
            due_day bigint NOT NULL, due_at bigint NOT NULL, due_ns bigint NOT NULL, since bigint NOT NULL,
            safety boolean NOT NULL, claimed_by text COLLATE "C", claimed_until bigint, claimed_ns bigint,
            snoozed_until bigint, keeps_case boolean NOT NULL, PRIMARY KEY (clinic, case_id, kind, subject),
            FOREIGN KEY (clinic, case_id) REFERENCES stepwell.cases);
        CREATE INDEX obligations_due ON stepwell.obligations
            (clinic, due_day, due_at, due_ns, case_id, kind, subject);
        CREATE INDEX obligations_role ON stepwell.obligations
            (clinic, role, due_day, due_at, due_ns, case_id, kind, subject);
        CREATE INDEX obligations_kind ON stepwell.obligations
            (clinic, kind, due_day, due_at, due_ns, case_id, subject);

        CREATE TABLE stepwell.patients (
            clinic text COLLATE "C" NOT NULL REFERENCES stepwell.clinics, id text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL, value text COLLATE "C" NOT NULL, PRIMARY KEY (clinic, id, name));

        CREATE TABLE stepwell.outbox (
            clinic text COLLATE "C" NOT NULL, case_id text COLLATE "C" NOT NULL, sequence bigint NOT NULL,
            place bigint NOT NULL, number bigint NOT NULL, kind text COLLATE "C" NOT NULL,
            recipient text COLLATE "C" NOT NULL, subject text COLLATE "C" NOT NULL, via text COLLATE "C",
            at bigint NOT NULL, at_ns bigint NOT NULL, status text COLLATE "C" NOT NULL, attempts bigint NOT NULL,
            next_attempt bigint NOT NULL, next_attempt_ns bigint NOT NULL, leased_until bigint,
            leased_until_ns bigint, reason text COLLATE "C", channel text COLLATE "C", settled bigint,
            settled_ns bigint, leader text COLLATE "C", PRIMARY KEY (clinic, case_id, sequence, place),
            UNIQUE (clinic, number), FOREIGN KEY (clinic, case_id) REFERENCES stepwell.cases);
        CREATE INDEX outbox_waiting ON stepwell.outbox (clinic, case_id, recipient, number) WHERE status = 'waiting';
        CREATE INDEX outbox_next ON stepwell.outbox (clinic, next_attempt) WHERE status = 'waiting';
        CREATE TABLE stepwell.closed_channels (
            clinic text COLLATE "C" NOT NULL REFERENCES stepwell.clinics, channel text COLLATE "C" NOT NULL,
            at bigint NOT NULL, at_ns bigint NOT NULL, reason text COLLATE "C" NOT NULL,
            PRIMARY KEY (clinic, channel));

        -- Consents to disclose records of substance use treatment, and what was disclosed under them.
        CREATE TABLE stepwell.releases (
            clinic text COLLATE "C" NOT NULL REFERENCES stepwell.clinics, id text COLLATE "C" NOT NULL,
            patient text COLLATE "C" NOT NULL, discloser text COLLATE "C" NOT NULL,
            recipient text COLLATE "C" NOT NULL, purpose text COLLATE "C" NOT NULL, what text COLLATE "C" NOT NULL,
            expires bigint, signed_by text COLLATE "C" NOT NULL, signed bigint NOT NULL, revoked bigint,
            PRIMARY KEY (clinic, id));
        CREATE INDEX releases_patient ON stepwell.releases (clinic, patient, signed);
        CREATE TABLE stepwell.disclosures (
            clinic text COLLATE "C" NOT NULL REFERENCES stepwell.clinics, number bigint NOT NULL,
            patient text COLLATE "C" NOT NULL, case_id text COLLATE "C" NOT NULL, sequence bigint NOT NULL,
            place bigint NOT NULL, at bigint NOT NULL, at_ns bigint NOT NULL, recipient text COLLATE "C" NOT NULL,
            channel text COLLATE "C" NOT NULL, purpose text COLLATE "C" NOT NULL, what text COLLATE "C" NOT NULL,
            release text COLLATE "C" NOT NULL, PRIMARY KEY (clinic, number));
        CREATE INDEX disclosures_patient ON stepwell.disclosures (clinic, patient);

        -- Without bytes one was removed: its revision goes on.
        CREATE TABLE stepwell.resources (
            clinic text COLLATE "C" NOT NULL REFERENCES stepwell.clinics, name text COLLATE "C" NOT NULL,
            revision bigint NOT NULL, bytes bytea, PRIMARY KEY (clinic, name));

        -- Who saw what: a row has everybody who was shown, and by the second table it is found by each of them.
        CREATE TABLE stepwell.accesses (
            clinic text COLLATE "C" NOT NULL REFERENCES stepwell.clinics, number bigint NOT NULL, at bigint NOT NULL,
            at_ns bigint NOT NULL, actor text COLLATE "C", speaker text COLLATE "C", door text COLLATE "C" NOT NULL,
            subjects bytea NOT NULL, emergency text COLLATE "C", refusal_code text COLLATE "C",
            refusal_message text COLLATE "C", review_of bigint, finding text COLLATE "C",
            PRIMARY KEY (clinic, number));
        CREATE INDEX accesses_emergency ON stepwell.accesses (clinic, number) WHERE emergency IS NOT NULL;
        CREATE INDEX accesses_review ON stepwell.accesses (clinic, review_of) WHERE review_of IS NOT NULL;
        CREATE TABLE stepwell.access_patients (
            clinic text COLLATE "C" NOT NULL, patient text COLLATE "C" NOT NULL, number bigint NOT NULL,
            PRIMARY KEY (clinic, patient, number), FOREIGN KEY (clinic, number) REFERENCES stepwell.accesses);

        """#

    /// Which role sees which clinics' rows: by who it is, which it cannot say of itself. The owner admits them.
    static let firstRights = #"""
        CREATE TABLE stepwell.members (
            role name NOT NULL, clinic text COLLATE "C" NOT NULL CHECK (clinic ~ '^[A-Za-z0-9_-]{1,63}$'),
            PRIMARY KEY (role, clinic));
        ALTER TABLE stepwell.members ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON stepwell.members FOR SELECT USING (role = current_user);
        DECLARE
            own text := '(clinic IN (SELECT members.clinic FROM stepwell.members WHERE members.role = current_user))';
            kept text;
        BEGIN
            FOREACH kept IN ARRAY ARRAY[TABLES] LOOP
                EXECUTE format('ALTER TABLE stepwell.%I ENABLE ROW LEVEL SECURITY', kept);
                EXECUTE format('ALTER TABLE stepwell.%I FORCE ROW LEVEL SECURITY', kept);
                EXECUTE format('CREATE POLICY own ON stepwell.%I USING %s WITH CHECK %s', kept, own, own);
            END LOOP;
        END;

        CREATE FUNCTION stepwell.admit(role name, clinic text) RETURNS void
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $admit$
        BEGIN
            LOCK TABLE stepwell.members IN SHARE ROW EXCLUSIVE MODE;
            INSERT INTO stepwell.members VALUES (admit.role, admit.clinic) ON CONFLICT DO NOTHING;
            EXECUTE format('GRANT USAGE ON SCHEMA stepwell TO %I', admit.role);
            EXECUTE format('GRANT SELECT ON stepwell.layout, stepwell.members TO %I', admit.role);
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON LIST TO %I', admit.role);
        END $admit$;
        REVOKE ALL ON FUNCTION stepwell.admit(name, text) FROM PUBLIC;

        """#.replacingTables
}

extension String {
    /// With the names of all tables of clinics in their places.
    fileprivate var replacingTables: String {
        let names = Layout.tables.map { "'\($0)'" }.joined(separator: ", ")
        let list = Layout.tables.map { "stepwell.\($0)" }.joined(separator: ", ")
        return replacing("[TABLES]", with: "[\(names)]").replacing(" ON LIST ", with: " ON \(list) ")
    }
}
