team/queries.py:local_member: SELECT … FROM team_member INNER JOIN team_workspace ON (workspace_id = id) ORDER BY id ASC LIMIT 1
desk/parts/asking.py:get_own_or_404: SELECT … FROM prospects_company WHERE (id = %s AND workspace_id = %s) ORDER BY id ASC LIMIT 1
desk/company/views.py:_holder: SELECT … FROM calls_callstate WHERE company_id = %s LIMIT 21
followups/queries.py:open_in_order: SELECT … FROM followups_followup WHERE (closed_at IS NULL AND company_id = %s AND workspace_id = %s) ORDER BY due_at ASC
calls/permission.py:is_client: SELECT … FROM calls_win WHERE (company_id = %s AND workspace_id = %s)
prospects/queries.py:numbers_with_people: SELECT … FROM prospects_phonenumber LEFT OUTER JOIN prospects_contact ON (contact_id = id) WHERE (company_id = %s AND workspace_id = %s) ORDER BY position ASC, id ASC
prospects/queries.py:people_of: SELECT … FROM prospects_contact WHERE (company_id = %s AND workspace_id = %s) ORDER BY id ASC
calls/queries.py:calls_of: SELECT … FROM calls_call WHERE (company_id = %s AND workspace_id = %s) ORDER BY at DESC LIMIT 50
calls/queries.py:notes_of: SELECT … FROM calls_note WHERE (company_id = %s AND workspace_id = %s) ORDER BY at DESC, id DESC LIMIT 20
calls/contract_kept.py:contracts_of: SELECT … FROM calls_call WHERE ((JSON_TYPE(details, %s) IS NOT NULL OR JSON_TYPE(details, %s) IS NOT NULL) AND company_id IN (%s) AND workspace_id = %s) ORDER BY 2 DESC, id DESC
calls/contract_kept.py:contracts_of: SELECT … FROM calls_note WHERE ((JSON_TYPE(details, %s) IS NOT NULL OR JSON_TYPE(details, %s) IS NOT NULL) AND company_id IN (%s) AND workspace_id = %s) ORDER BY 2 DESC, id DESC
calls/moments.py:moments_of: SELECT … FROM calls_moment WHERE (company_id = %s AND workspace_id = %s) ORDER BY at DESC
calls/queries.py:answers_given: SELECT … FROM calls_qualification INNER JOIN calls_question ON (question_id = id) WHERE (company_id = %s AND workspace_id = %s) ORDER BY at ASC, id ASC
referrals/queries.py:referrals_to: SELECT …, T4.id, T4.workspace_id, T4.name, T4.siren, T4.siret, T4.naf, T4.activity, T4.headcount, T4.headcount_min, T4.address, T4.postcode, T4.city, T4.department, T4.website, T4.email, T4.notes, T4.tags, T4.details, T4.provenance_id, T4.created_at, T4.name_key, T4.sort_name, T4.search_text, T4.notes_index, T4.opposed_at, T4.removed_at, T4.edited_at, T4.audience, T4.audience_why, T4.diffusion, T4.last_contact_at, T4.cleared_at, T4.erased_at FROM referrals_referral INNER JOIN prospects_company T4 ON (from_company_id = T4.id) WHERE (to_company_id = %s AND workspace_id = %s) ORDER BY id ASC
referrals/queries.py:referrals_from: SELECT …, T4.id, T4.workspace_id, T4.name, T4.siren, T4.siret, T4.naf, T4.activity, T4.headcount, T4.headcount_min, T4.address, T4.postcode, T4.city, T4.department, T4.website, T4.email, T4.notes, T4.tags, T4.details, T4.provenance_id, T4.created_at, T4.name_key, T4.sort_name, T4.search_text, T4.notes_index, T4.opposed_at, T4.removed_at, T4.edited_at, T4.audience, T4.audience_why, T4.diffusion, T4.last_contact_at, T4.cleared_at, T4.erased_at FROM referrals_referral INNER JOIN prospects_company T4 ON (to_company_id = T4.id) WHERE (from_company_id = %s AND workspace_id = %s) ORDER BY id DESC LIMIT 10
journal/queries.py:entries_of: SELECT … FROM journal_entry WHERE (company_id = %s AND workspace_id = %s) ORDER BY id DESC LIMIT 80
desk/company/history.py:timeline: SELECT … FROM prospects_provenance WHERE id = %s LIMIT 21
compliance/queries.py:notices_of: SELECT … FROM compliance_notice WHERE (company_id = %s AND workspace_id = %s) ORDER BY at ASC, id ASC
prospects/queries.py:numbers_of: SELECT … FROM prospects_phonenumber WHERE (company_id = %s AND workspace_id = %s) ORDER BY position ASC, id ASC
compliance/queries.py:<listcomp>: SELECT … FROM compliance_suppression WHERE ((fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s OR fingerprint = %s) AND workspace_id = %s) LIMIT 1
correspondence/queries.py:dead_addresses: SELECT … FROM prospects_contact WHERE company_id = %s
correspondence/queries.py:dead_addresses: SELECT … FROM correspondence_deadaddress WHERE (address IN (…) AND workspace_id = %s)
prospects/duplicates.py:_alike_by_a_key: SELECT … FROM prospects_phonenumber WHERE company_id = %s
prospects/duplicates.py:_alike_by_a_key: SELECT … FROM prospects_company WHERE (removed_at IS NULL AND workspace_id = %s AND NOT (id = %s) AND name_key >= %s AND name_key < %s) ORDER BY id ASC LIMIT 20
prospects/duplicates.py:_alike_by_a_key: SELECT DISTINCT … FROM prospects_phonenumber INNER JOIN prospects_company ON (company_id = id) WHERE (removed_at IS NULL AND e164 IN (%s) AND workspace_id = %s AND NOT (company_id = %s)) ORDER BY 1 ASC LIMIT 20
prospects/duplicates.py:_candidates_of: SELECT … FROM prospects_duplicatecandidate WHERE ((first_id = %s OR second_id = %s) AND workspace_id = %s)
prospects/duplicates.py:_distinct_pairs: SELECT … FROM prospects_distinctpair WHERE (workspace_id = %s AND (first_id = %s OR second_id = %s))
correspondence/queries.py:messages_of: SELECT … FROM correspondence_message WHERE (company_id = %s AND workspace_id = %s) ORDER BY created_at DESC LIMIT 20
correspondence/queries.py:messages_of: SELECT … FROM correspondence_reply WHERE message_id IN (%s) ORDER BY received_at DESC, id DESC
followups/queries.py:due_count: SELECT COUNT(*) AS __count FROM followups_followup WHERE (closed_at IS NULL AND due_at <= %s AND workspace_id = %s)
database/counting.py:at_most: SELECT COUNT(*) FROM (SELECT id AS col1 FROM prospects_company WHERE (removed_at IS NULL AND workspace_id = %s) LIMIT 10001) subquery
correspondence/queries.py:drafts_count: SELECT COUNT(*) AS __count FROM correspondence_message LEFT OUTER JOIN followups_followup ON (follow_up_id = id) WHERE (state = %s AND (NOT (call_id IS NULL) OR NOT (body = %s) OR NOT (written_at IS NULL)) AND (follow_up_id IS NULL OR due_at > %s OR calendar_method = %s) AND workspace_id = %s)
compliance/queries.py:open_requests: SELECT … FROM compliance_request WHERE (closed_at IS NULL AND workspace_id = %s) ORDER BY due_at ASC, id ASC
