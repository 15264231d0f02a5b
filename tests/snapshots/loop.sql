team/queries.py:local_member: SELECT … FROM team_member ORDER BY id ASC LIMIT 1
team/queries.py:local_member: SELECT … FROM team_workspace WHERE id = %s
calls/queries.py:company_of: SELECT … FROM prospects_company LEFT OUTER JOIN calls_callstate ON (id = company_id) WHERE (id = %s AND workspace_id = %s)
journal/record.py:record: SAVEPOINT
calls/actions.py:_record: SELECT … FROM calls_callstate INNER JOIN prospects_company ON (company_id = id) INNER JOIN prospects_provenance ON (provenance_id = id) WHERE (company_id = %s AND workspace_id = %s)
calls/queries.py:numbers_of: SELECT … FROM prospects_phonenumber WHERE (company_id = %s AND workspace_id = %s) ORDER BY position ASC, id ASC
calls/queries.py:last_calls: SELECT … FROM calls_call WHERE (company_id = %s AND workspace_id = %s) ORDER BY at DESC, id DESC LIMIT 5
compliance/queries.py:opposition_of: SELECT … FROM compliance_suppression WHERE ((fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s) AND workspace_id = %s) LIMIT 1
followups/queries.py:open_follow_ups: SELECT … FROM followups_followup WHERE (closed_at IS NULL AND company_id = %s AND workspace_id = %s)
calls/queries.py:session_of: SELECT … FROM calls_callsession WHERE (ended_at IS NULL AND member_id = %s AND workspace_id = %s) ORDER BY id DESC LIMIT 1
journal/record.py:create: INSERT INTO calls_call (workspace_id, company_id, contact_id, number_id, session_id, member_id, outcome, reason, note, at, seconds, asked_for, message_left, opening, answers_used, details) VALUES (…) RETURNING id
journal/record.py:update: UPDATE calls_callstate SET attempts = %s, last_outcome = %s, last_called_at = %s, not_before = %s WHERE company_id = %s
callqueue/handlers.py:release_card: SELECT … FROM callqueue_claim WHERE (company_id = %s AND workspace_id = %s)
journal/record.py:create: INSERT INTO callqueue_callobservation (workspace_id, call_id, levels, reached, arm, propensity, at) VALUES (…) RETURNING id
callqueue/handlers.py:release_card: DELETE FROM callqueue_claim WHERE (company_id = %s AND workspace_id = %s)
journal/record.py:record: INSERT INTO journal_entry (workspace_id, member_id, at, verb, company_id, subject_id, particulars, changes, undoable, undone_at, key) VALUES (…) RETURNING id
journal/record.py:record: RELEASE SAVEPOINT
insights/funnel.py:figures: SELECT …, COUNT(id) AS n FROM calls_call WHERE workspace_id = %s GROUP BY 1
insights/funnel.py:clients_within: SELECT COUNT(*) AS __count FROM calls_win WHERE workspace_id = %s
calls/queries.py:session_of: SELECT … FROM calls_callsession WHERE (ended_at IS NULL AND member_id = %s AND workspace_id = %s) ORDER BY id DESC LIMIT 1
callqueue/queries.py:pick: SELECT … FROM callqueue_claim WHERE workspace_id = %s
callqueue/queries.py:pick: SELECT … FROM callqueue_skip WHERE (day = %s AND workspace_id = %s)
callqueue/queries.py:_due: SELECT … FROM followups_followup INNER JOIN prospects_company ON (company_id = id) INNER JOIN calls_callstate ON (id = company_id) WHERE ((retry_at IS NULL OR retry_at <= %s) AND blocked_by IN (…) AND closed_at IS NULL AND due_at <= %s AND workspace_id = %s AND NOT (purpose IN (%s))) ORDER BY kind DESC, due_at ASC LIMIT 200
callqueue/regions.py:regions_of: WITH RECURSIVE step(zone) AS ( SELECT min(zone) FROM calls_callstate WHERE workspace_id = %s UNION ALL SELECT (SELECT min(zone) FROM calls_callstate WHERE workspace_id = %s AND zone > step.zone) FROM step WHERE step.zone IS NOT NULL ) SELECT step.zone, kind.consumer FROM step CROSS JOIN (SELECT FALSE AS consumer UNION ALL SELECT TRUE) AS kind WHERE step.zone IS NOT NULL AND EXISTS ( SELECT 1 FROM calls_callstate AS state WHERE state.workspace_id = %s AND state.zone = step.zone AND state.consumer = kind.consumer)
callqueue/planning.py:plan_of: SELECT … FROM callqueue_callplan WHERE (member_id = %s AND workspace_id = %s)
calls/queries.py:session_of: SELECT … FROM calls_callsession WHERE (ended_at IS NULL AND member_id = %s AND workspace_id = %s) ORDER BY id DESC LIMIT 1
callqueue/queries.py:_put_first: SELECT … FROM calls_callstate INNER JOIN prospects_company ON (company_id = id) WHERE (blocked_by = '' AND workspace_id = %s AND (not_before IS NULL OR not_before <= %s) AND attempts = %s AND position < %s) ORDER BY position ASC LIMIT 5
2 × callqueue/queries.py:_standing_next: SELECT … FROM calls_callstate INNER JOIN prospects_company ON (company_id = id) WHERE company_id = %s
callqueue/learning.py:learned: SELECT … FROM callqueue_callobservation WHERE workspace_id = %s ORDER BY id DESC LIMIT 8
calls/queries.py:numbers_of: SELECT … FROM prospects_phonenumber WHERE (company_id = %s AND workspace_id = %s) ORDER BY position ASC, id ASC
compliance/queries.py:opposition_of: SELECT … FROM compliance_suppression WHERE ((fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s) AND workspace_id = %s) LIMIT 1
callqueue/actions.py:claim: SAVEPOINT
callqueue/actions.py:claim: INSERT INTO callqueue_claim (workspace_id, member_id, company_id, reason, at) VALUES (…) RETURNING id
callqueue/actions.py:claim: RELEASE SAVEPOINT
calls/queries.py:numbers_of: SELECT … FROM prospects_phonenumber WHERE (company_id = %s AND workspace_id = %s) ORDER BY position ASC, id ASC
calls/queries.py:people_of: SELECT … FROM prospects_contact WHERE (company_id = %s AND workspace_id = %s) ORDER BY id ASC
referrals/queries.py:referral_to: SELECT … FROM referrals_referral WHERE (to_company_id = %s AND workspace_id = %s) ORDER BY id ASC LIMIT 1
calls/queries.py:last_calls: SELECT … FROM calls_call WHERE (company_id = %s AND workspace_id = %s) ORDER BY at DESC, id DESC LIMIT 5
callqueue/queries.py:claim_of: SELECT … FROM callqueue_claim WHERE (member_id = %s AND workspace_id = %s)
calls/queries.py:qualified: SELECT … FROM calls_qualification WHERE (company_id = %s AND workspace_id = %s) ORDER BY at ASC, id ASC
correspondence/queries.py:latest_messages: SELECT … FROM correspondence_message WHERE (company_id = %s AND workspace_id = %s) ORDER BY created_at DESC LIMIT 3
prospects/queries.py:source_of: SELECT … FROM prospects_provenance WHERE id = %s
compliance/queries.py:notices_of: SELECT … FROM compliance_notice WHERE (company_id = %s AND workspace_id = %s) ORDER BY at ASC, id ASC
correspondence/queries.py:ways_to_write: SELECT … FROM correspondence_mailbox WHERE workspace_id = %s
journal/queries.py:last_undoable: SELECT … FROM journal_entry WHERE (member_id = %s AND undoable AND undone_at IS NULL AND verb = %s AND workspace_id = %s) ORDER BY id DESC LIMIT 1
