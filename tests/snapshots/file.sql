team/queries.py:local_member: SELECT … FROM team_member INNER JOIN team_workspace ON (workspace_id = id) ORDER BY id ASC LIMIT 1
database/counting.py:at_most: SELECT COUNT(*) FROM (SELECT id AS col1 FROM prospects_company WHERE (removed_at IS NULL AND workspace_id = %s) LIMIT 10001) subquery
followups/listing.py:block_of: SELECT … FROM prospects_company LEFT OUTER JOIN calls_callstate ON (id = company_id) WHERE (removed_at IS NULL AND workspace_id = %s) ORDER BY sort_name ASC, id ASC LIMIT 100
followups/listing.py:block_of: SELECT … FROM prospects_phonenumber WHERE company_id IN (…) ORDER BY position ASC, id ASC
followups/listing.py:first_page: SELECT COUNT(*) AS __count FROM prospects_company WHERE (removed_at IS NULL AND workspace_id = %s)
followups/queries.py:next_with_each: SELECT … FROM followups_followup WHERE (closed_at IS NULL AND company_id IN (…) AND workspace_id = %s) ORDER BY due_at ASC, id ASC
prospects/queries.py:lists_of: SELECT … FROM prospects_calllist WHERE workspace_id = %s ORDER BY name ASC
followups/queries.py:due_count: SELECT COUNT(*) AS __count FROM followups_followup WHERE (closed_at IS NULL AND due_at <= %s AND workspace_id = %s)
database/counting.py:at_most: SELECT COUNT(*) FROM (SELECT id AS col1 FROM prospects_company WHERE (removed_at IS NULL AND workspace_id = %s) LIMIT 10001) subquery
correspondence/queries.py:drafts_count: SELECT COUNT(*) AS __count FROM correspondence_message LEFT OUTER JOIN followups_followup ON (follow_up_id = id) WHERE (state = %s AND (NOT (call_id IS NULL) OR NOT (body = %s) OR NOT (written_at IS NULL)) AND (follow_up_id IS NULL OR due_at > %s OR calendar_method = %s) AND workspace_id = %s)
compliance/queries.py:open_requests: SELECT … FROM compliance_request WHERE (closed_at IS NULL AND workspace_id = %s) ORDER BY due_at ASC, id ASC
