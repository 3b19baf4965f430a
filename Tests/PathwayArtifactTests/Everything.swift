import AttendancePlugin
import PathwayModel
import StepwellKit

enum Rules {
    static let known = Attendance.plugin.signatures
}

/// A pathway that has each thing the language knows, so that a form that forgets one is found.
enum Everything {
    static let files = [
        "p.yaml": pathway, "instruments/mood.yaml": instrument,
        "shared/more.yaml": """
        stepwell: 1
        guards: {told: consent("texting")}
        tasks: {shared_task: {title: Shared, closed_by: consented.records}}
        """,
    ]

    private static let instrument = """
        stepwell: 1
        instrument: mood
        title: Mood
        license: free
        source: nobody
        loinc: 1-8
        answers: [never, sometimes, often]
        items:
          - {id: q1, text: Sad, loinc: 2-6}
          - {id: q2, text: Glad, reversed: true}
          - {id: q3, type: boolean, unasked: false, needed: q1 > 0, scored: false}
        scores:
          total: {type: integer, min: 0, max: 4, value: sum(items), bands: {low: 0..1, high: 2..4}}
          share: {type: number, min: 0, max: 1, value: 'double(total) / 4.0'}
          kind: {type: choice, options: [a, b], value: 'total > 2 ? "a" : "b"'}
        checks: [{id: both, is: 'q1 + q2 >= 0', message: Both}]
        missing: {allowed: 1, impute: mean}
        """

    private static let pathway = """
        stepwell: 1
        pathway: p
        version: "1"
        title: Everything
        description: All of it
        intended_use: {users: readers, population: nobody, limits: an example}
        approved: {by: Director, on: 2026-01-02, review_by: 2099-01-02}
        calendar: {timezone: Europe/Berlin, workdays: [mon, wed, sat], holidays: [2026-01-19, 2026-12-25]}
        roles: [nurse, doctor]
        languages: [en, es]
        sensitivity: sud
        include: [shared/more.yaml]
        enrollment:
          urgent: {type: boolean, default: false}
        data:
          count: {type: integer, min: -3, max: 9, default: 2, label: Count, fresh_for: 3 days}
          ratio: {type: number, min: 0.5, max: 1.5, default: 0.75, sensitivity: psychotherapy}
          words: {type: text, default: none}
          kind: {type: choice, options: [one, two], default: one}
          day_of: {type: date, default: 2026-01-02}
          visit: {type: instant, default: 2026-01-02T09:00:00Z}
        instruments:
          mood: {fresh_for: 1 week 2 days, baseline: {entering: work}}
        events:
          contact: {by: [nurse], log: true, with: {result: {type: choice, options: [yes, no], default: yes}, n: integer}}
          ping: {}
        tasks:
          call: {title: Call, role: nurse, due: 2 business days, remind: [1 day before, 2 hours before], \
        escalate: [{after: 1 day, to: doctor}], closed_by: [contact, {event: recorded.mood, when: mood.total > 1}]}
          plan: {title: Plan, due: {at: today + days(3)}, after_close: true}
          watch: {title: Watch, safety: true, by_hand: 'count > 1 && fine'}
          sealed: {title: Sealed, by_hand: false, closed_by: ping}
        messages:
          hello:
            subject: {en: Hello, es: Hola}
            body: {en: "Hi {{patient.first_name}}{{#data.words}} {{data.words}}{{/data.words}}{{! no }}", \
        es: "Hola{{^data.words}}!{{/data.words}}"}
            html: "<p>{{case.id}}</p>"
            invite: {at: visit, minutes: 30, location: Here}
            while: visit > now
            safety: false
          alarm: {subject: Alarm, body: Please look, safety: true}
        guards:
          fine: mood.total <= 3 && (told || !urgent)
          often: 'occurrences("contact").filter(c, c.result == "yes").size() > 1'
        decisions:
          level:
            hit: unique
            inputs: {total: mood.total}
            rules: [{total: 2..4, then: much}, {total: 0..1, then: little}]
          asked:
            inputs: {n: count, u: urgent}
            rules: [{n: ">= 5", u: true, then: 1}, {n: [1, 2], then: 2}, {then: 3}]
        reactions:
          - {event: recorded.mood, when: 'mood.total > mood.baseline || mood.change < 0 || mood.percent_change > 10.0', \
        do: [{set: {count: 'min([count + 1, 9])', words: '"x"'}}, {open_task: watch}]}
          - {event: "*", when: 'mood.previous < 3 && mood.band == "low"', do: [{close_task: "w*"}]}
          - {event: contact, when: 'event.n > 0 && known(event.result)', do: [{set: {day_of: today}}]}
        transitions:
          - {event: [contact, session], when: 'patient.age >= 18 && patient.language != "xx"', do: [{raise: ping}], \
        safety: true}
        initial: work
        one_open_case: true
        levels: [low, high]
        states:
          work:
            type: parallel
            title: Work
            level: high
            entry: [{notify: patient, message: hello, via: console}, {attend: excused, type: group}]
            exit: [{close_task: call}]
            sessions: [{type: group, per_week: 3, minutes: 90}, {type: single, per_week: 1}]
            tasks: [call, {task: plan, after: 14 days}, {task: watch, every: 7 days, until: exit}]
            transitions: [{event: done.state.work, to: over}, {event: ping, to: away}]
            states:
              left:
                initial: l1
                states:
                  l1:
                    tasks:
                      - {task: plan, when: days_since(mood) >= 7, every: 7 days, due: 1 day}
                      - {task: watch, when: {any: [{id: a, is: fresh(mood)}, {not: {id: b, is: 'fresh(count, days(2))'}}]}}
                    transitions:
                      - id: on
                        decide: {by: [doctor], override: prohibited, within: 2 business days, remind: 1 day before, \
        escalate: [{after: 1 day, to: nurse}]}
                        when:
                          all:
                            - {id: safe, label: Safe, guard: fine, hard: not_fine}
                            - {id: rate, rule: attendance.at_least, with: {rate: 0.8, last: 10}}
                            - {id: lvl, is: 'decision("level") == "little" && decision("asked") > 1'}
                            - {id: many, is: 'mood.since("l1").size() + mood.count + mood.results.size() > 1'}
                            - {id: att, is: 'attendance.since("work").rate > 0.5 || attendance.last(3).no_shows > 1'}
                            - {id: with, is: 'attendance.within(days(7)).of("group").attended > 0'}
                            - {id: tasks, is: 'open_tasks("w*") == 0 && !task("call").overdue'}
                            - {id: where, is: 'active("l1") && days_in("work") > 1 && visits("l1") < 3'}
                            - {id: when, is: 'entered_at("work") < now && recorded_at(mood) < now'}
                            - {id: bus, is: 'business_days(day_of, 3) > day(visit)'}
                            - {id: list, is: 'kind in ["one", "two"] && {"a": 1}["a"] == 1 && words.matches("^x")'}
                        require: [{id: told, guard: told, message: Not told}]
                        to: l2
                        do: [{enroll: p, with: {urgent: 'true'}}, {open_task: plan, due: 2 days}]
                        because: Well enough
                      - {event: contact, refuse: not_now, message: Not now}
                      - {after: 3 months less 14 days, to: l2, kind: internal}
                  l2: {type: final}
              right:
                states:
                  r1: {transitions: [{when: often, to: r2}]}
                  r2: {type: final}
              back: {type: history, depth: deep, transitions: [{to: [l2, r1]}]}
          away:
            ignores: [ping, recorded.mood]
            transitions:
              - {event: contact, when: 'came_from("work")', to: back}
              - {event: contact, else: {stay: Not from there}}
              - {after: 90 minutes, to: kept}
              - else: {stay: It takes ninety minutes}
          holder:
            states:
              h1: {}
              kept: {type: history, clock: keep, transitions: [{to: h1}]}
          over: {outcome: done, ends_safety: true, tasks: [plan]}
        promises:
          - {id: calm, never: 'active("away") && urgent', because: It is so}
          - {id: soon, whenever: entered away, expect: 'task("call").done', within: 7 days}
          - {id: nobody, every_state: {left_or_reviewed_within: 14 weeks}}
        """
}
