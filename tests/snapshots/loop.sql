team/queries.py:local_member: SELECT … FROM team_member INNER JOIN team_workspace ON (workspace_id = id) ORDER BY id ASC LIMIT 1
journal/record.py:record: SAVEPOINT
calls/gathering.py:_lock_card: 3 queries together
    SELECT … FROM calls_callstate INNER JOIN prospects_company ON (company_id = id) INNER JOIN prospects_provenance ON (provenance_id = id) WHERE (company_id = %s AND workspace_id = %s)
    SELECT … FROM prospects_phonenumber WHERE (company_id = %s AND workspace_id = %s) ORDER BY position ASC, id ASC
    SELECT … FROM prospects_contact WHERE (company_id = %s AND workspace_id = %s) ORDER BY id ASC
calls/gathering.py:gather: 9 queries together
    SELECT … FROM calls_call WHERE (company_id = %s AND workspace_id = %s) ORDER BY at DESC, id DESC LIMIT 12
    SELECT … FROM calls_callsession WHERE (ended_at IS NULL AND member_id = %s AND workspace_id = %s) ORDER BY id DESC LIMIT 1
    SELECT … FROM calls_draft WHERE (company_id = %s AND member_id = %s AND workspace_id = %s)
    SELECT … FROM compliance_notice WHERE (company_id = %s AND workspace_id = %s) ORDER BY at ASC, id ASC
    SELECT … FROM compliance_suppression WHERE ((fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s) AND workspace_id = %s) LIMIT 1
    SELECT … FROM calls_win WHERE (company_id = %s AND workspace_id = %s)
    SELECT … FROM followups_followup WHERE (closed_at IS NULL AND company_id = %s AND workspace_id = %s)
    SELECT … FROM correspondence_message WHERE (company_id = %s AND state IN (…) AND workspace_id = %s)
    SELECT … FROM callqueue_claim WHERE (company_id = %s AND workspace_id = %s)
journal/record.py:create: INSERT INTO calls_call (workspace_id, company_id, contact_id, number_id, session_id, member_id, outcome, reason, note, at, seconds, asked_for, message_left, relayed, opening, answers_used, details, origin, situation, arm, propensity) VALUES (…) RETURNING id
journal/record.py:_write: UPDATE calls_callstate SET attempts = %s, last_outcome = %s, last_called_at = %s, not_before = %s WHERE company_id = %s
callqueue/log_and_go_on.py:_next: 29 queries together
    SELECT … FROM callqueue_claim WHERE workspace_id = %s
    SELECT … FROM callqueue_skip WHERE (day = %s AND workspace_id = %s)
    SELECT … FROM followups_followup INNER JOIN prospects_company ON (company_id = id) INNER JOIN calls_callstate ON (id = company_id) INNER JOIN prospects_provenance ON (provenance_id = id) LEFT OUTER JOIN calls_call ON (call_id = id) WHERE ((retry_at IS NULL OR retry_at <= %s) AND blocked_by IN (…) AND closed_at IS NULL AND due_at <= %s AND workspace_id = %s AND (NOT (purpose IN (%s)) OR due_at >= %s)) ORDER BY kind DESC, due_at ASC, id ASC LIMIT 10
    WITH RECURSIVE step(company_id, zone, consumer) AS ( SELECT company_id, zone, consumer FROM calls_callstate WHERE company_id = ( SELECT company_id FROM calls_callstate WHERE workspace_id = %s ORDER BY zone, consumer LIMIT 1) UNION ALL SELECT following.company_id, following.zone, following.consumer FROM step JOIN calls_callstate AS following ON following.company_id = COALESCE( (SELECT state.company_id FROM calls_callstate AS state WHERE state.workspace_id = %s AND state.zone = step.zone AND state.consumer > step.consumer ORDER BY state.consumer LIMIT 1), (SELECT state.company_id FROM calls_callstate AS state WHERE state.workspace_id = %s AND state.zone > step.zone ORDER BY state.zone, state.consumer LIMIT 1)) ) SELECT zone AS col1, consumer AS col2 FROM step
    SELECT … FROM calls_callsession WHERE (ended_at IS NULL AND member_id = %s AND workspace_id = %s) ORDER BY id DESC LIMIT 1
    SELECT … FROM callqueue_callplan WHERE (member_id = %s AND workspace_id = %s)
    SELECT … FROM calls_callstate INNER JOIN prospects_company ON (company_id = id) INNER JOIN prospects_provenance ON (provenance_id = id) WHERE (blocked_by = '' AND workspace_id = %s AND (not_before IS NULL OR not_before <= %s) AND attempts = 0 AND position < (SELECT U0.head AS head FROM callqueue_callplan U0 WHERE (U0.member_id = %s AND U0.workspace_id = %s))) ORDER BY position ASC LIMIT 5
    SELECT … FROM calls_call WHERE (workspace_id = %s AND NOT (situation = %s)) ORDER BY id DESC LIMIT 8
    SELECT … FROM calls_callstate INNER JOIN prospects_company ON (company_id = id) INNER JOIN prospects_provenance ON (provenance_id = id) WHERE (company_id = %s OR company_id = %s OR company_id = %s OR company_id = %s)
    SELECT said.company_id AS col1, said.words AS col2 FROM ( SELECT c.company_id, c.note AS words, c.at, c.id FROM calls_call c WHERE c.workspace_id = %s AND c.company_id IN (…) AND c.note <> '' UNION ALL SELECT n.company_id, n.text AS words, n.at, n.id FROM calls_note n WHERE n.workspace_id = %s AND n.company_id IN (…) ) AS said ORDER BY said.at DESC, said.id DESC LIMIT 60
    SELECT … FROM prospects_phonenumber WHERE (company_id = %s AND workspace_id = %s) ORDER BY position ASC, id ASC
    SELECT … FROM prospects_phonenumber WHERE (company_id = %s AND workspace_id = %s) ORDER BY position ASC, id ASC
    SELECT … FROM prospects_phonenumber WHERE (company_id = %s AND workspace_id = %s) ORDER BY position ASC, id ASC
    SELECT … FROM compliance_suppression WHERE ((fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s) AND workspace_id = %s) LIMIT 1
    SELECT … FROM prospects_contact WHERE (company_id = %s AND workspace_id = %s) ORDER BY id ASC
    SELECT … FROM calls_call WHERE (company_id = %s AND workspace_id = %s) ORDER BY at DESC, id DESC LIMIT 40
    SELECT … FROM calls_note WHERE (company_id = %s AND workspace_id = %s) ORDER BY at DESC, id DESC LIMIT 20
    SELECT … FROM calls_qualification WHERE (company_id = %s AND workspace_id = %s) ORDER BY at ASC, id ASC
    SELECT … FROM calls_draft WHERE (company_id = %s AND member_id = %s AND workspace_id = %s)
    SELECT … FROM compliance_notice WHERE (company_id = %s AND workspace_id = %s) ORDER BY at ASC, id ASC
    SELECT … FROM followups_followup WHERE (closed_at IS NULL AND company_id = %s AND workspace_id = %s)
    SELECT …, T4.id AS col9, T4.workspace_id AS col10, T4.name AS col11, T4.siren AS col12, T4.siret AS col13, T4.naf AS col14, T4.activity AS col15, T4.headcount AS col16, T4.headcount_min AS col17, T4.address AS col18, T4.postcode AS col19, T4.city AS col20, T4.department AS col21, T4.website AS col22, T4.email AS col23, T4.notes AS col24, T4.tags AS col25, T4.details AS col26, T4.provenance_id AS col27, T4.created_at AS col28, T4.name_key AS col29, T4.sort_name AS col30, T4.search_text AS col31, T4.notes_index AS col32, T4.opposed_at AS col33, T4.removed_at AS col34, T4.edited_at AS col35, T4.audience AS col36, T4.audience_why AS col37, T4.diffusion AS col38, T4.last_contact_at AS col39, T4.cleared_at AS col40, T4.erased_at AS col41 FROM referrals_referral INNER JOIN prospects_company T4 ON (from_company_id = T4.id) WHERE (to_company_id = %s AND workspace_id = %s) ORDER BY id ASC LIMIT 1
    SELECT …, T4.id AS col9, T4.workspace_id AS col10, T4.name AS col11, T4.siren AS col12, T4.siret AS col13, T4.naf AS col14, T4.activity AS col15, T4.headcount AS col16, T4.headcount_min AS col17, T4.address AS col18, T4.postcode AS col19, T4.city AS col20, T4.department AS col21, T4.website AS col22, T4.email AS col23, T4.notes AS col24, T4.tags AS col25, T4.details AS col26, T4.provenance_id AS col27, T4.created_at AS col28, T4.name_key AS col29, T4.sort_name AS col30, T4.search_text AS col31, T4.notes_index AS col32, T4.opposed_at AS col33, T4.removed_at AS col34, T4.edited_at AS col35, T4.audience AS col36, T4.audience_why AS col37, T4.diffusion AS col38, T4.last_contact_at AS col39, T4.cleared_at AS col40, T4.erased_at AS col41 FROM referrals_referral INNER JOIN prospects_company T4 ON (to_company_id = T4.id) WHERE (from_company_id = %s AND workspace_id = %s) ORDER BY id DESC LIMIT 10
    SELECT … FROM correspondence_message WHERE (company_id = %s AND workspace_id = %s) ORDER BY created_at DESC LIMIT 3
    SELECT … FROM correspondence_mailbox WHERE ((member_id IS NULL OR member_id = %s) AND workspace_id = %s) ORDER BY member_id ASC NULLS LAST
    SELECT … FROM offer_enclosure WHERE (kind = %s AND workspace_id = %s)
    SELECT … FROM offer_profile WHERE workspace_id = %s
    SELECT c.outcome AS col1, COUNT(*) AS col2, COUNT(*) FILTER (WHERE c.relayed) AS col3 FROM calls_call c WHERE c.workspace_id = %s AND c.session_id = ( SELECT s.id FROM calls_callsession s WHERE s.workspace_id = %s AND s.member_id = %s AND s.ended_at IS NULL ORDER BY s.id DESC LIMIT 1 ) AND c.origin <> 'incoming' GROUP BY c.outcome
    SELECT … FROM followups_followup INNER JOIN prospects_company ON (company_id = id) LEFT OUTER JOIN calls_callstate ON (id = company_id) INNER JOIN prospects_provenance ON (provenance_id = id) WHERE ((consumer OR NOT (blocked_by IN (…) AND blocked_by IS NOT NULL)) AND closed_at IS NULL AND due_at <= %s AND kind = %s AND workspace_id = %s AND NOT (purpose IN (%s))) ORDER BY due_at ASC LIMIT 10
callqueue/claiming.py:_reserve: INSERT INTO callqueue_claim (workspace_id, member_id, company_id, reason, at, serial) VALUES (…, the same in each) ON CONFLICT (workspace_id, member_id) DO UPDATE SET company_id = excluded.company_id, reason = excluded.reason, at = excluded.at, serial = callqueue_claim.serial + 1 RETURNING id, serial
journal/record.py:_write: INSERT INTO journal_entry (workspace_id, member_id, at, verb, company_id, subject_id, particulars, changes, undoable, undone_at, key) VALUES (…) RETURNING id
journal/record.py:record: RELEASE SAVEPOINT
