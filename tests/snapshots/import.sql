intake/actions.py:_refuse_beside_an_undo: SELECT %s AS a FROM prospects_provenance WHERE (under_way = %s AND workspace_id = %s) LIMIT 1
intake/writing.py:_setting: PRAGMA cache_size
intake/writing.py:_setting: PRAGMA mmap_size
intake/writing.py:connection_for_writing: PRAGMA cache_size = -64000
intake/writing.py:connection_for_writing: PRAGMA mmap_size = 0
intake/settling.py:_others_are_there: SELECT … FROM prospects_company WHERE id > %s ORDER BY id ASC
intake/matching.py:known_cards: SELECT … FROM prospects_company WHERE (workspace_id = %s AND name_key IN (…))
intake/matching.py:known_cards: SELECT … FROM prospects_phonenumber WHERE (e164 IN (…) AND workspace_id = %s)
prospects/duplicates.py:traits_of: SELECT … FROM prospects_company WHERE (removed_at IS NULL AND workspace_id = %s) ORDER BY 1 ASC LIMIT 20000
prospects/duplicates.py:traits_of: SELECT … FROM prospects_phonenumber WHERE company_id IN (…)
prospects/duplicates.py:traits_of: SELECT … FROM prospects_company WHERE id IN (…) ORDER BY 3 ASC
intake/matching.py:_by_values: SELECT … FROM prospects_company WHERE (removed_at IS NULL AND workspace_id = %s AND city IN (%s))
intake/matching.py:_by_numbers: SELECT … FROM prospects_phonenumber WHERE (e164 IN (…) AND workspace_id = %s)
prospects/duplicates.py:traits_of: SELECT … FROM prospects_phonenumber WHERE company_id IN (…)
prospects/duplicates.py:traits_of: SELECT … FROM prospects_company WHERE id IN (…) ORDER BY 3 ASC
intake/actions.py:_in_steps: SELECT %s AS a FROM prospects_company LIMIT 1
intake/actions.py:_in_steps: SAVEPOINT
intake/writing.py:search_by_hand: INSERT INTO prospects_bulk (id) VALUES (1)
intake/writing.py:index_in_bulk: INSERT INTO prospects_search (prospects_search, rank) VALUES ('hashsize', %s)
intake/actions.py:_begin: INSERT INTO prospects_provenance (workspace_id, source, part_of_id, kind, under_way, nature, created_at) VALUES (…) RETURNING id, under_way
intake/actions.py:_begin: INSERT INTO intake_batch (workspace_id, member_id, provenance_id, filename, path, choices, state, process, done_rows, rows, created_count, updated_count, duplicate_count, aside_count, valid_numbers, invalid_numbers, problem, created_at, finished_at) VALUES (…) RETURNING id
intake/settling.py:settle: SELECT MAX(position) AS last FROM calls_callstate WHERE workspace_id = %s
compliance/queries.py:any_opposition: SELECT %s AS a FROM compliance_suppression WHERE workspace_id = %s LIMIT 1
intake/matching.py:known_cards: SELECT … FROM prospects_company WHERE (workspace_id = %s AND name_key IN (…))
intake/matching.py:known_cards: SELECT … FROM prospects_phonenumber WHERE (e164 IN (…) AND workspace_id = %s)
intake/writing.py:draw_ids: SELECT seq FROM sqlite_sequence WHERE name = %s
compliance/queries.py:any_consent: SELECT %s AS a FROM compliance_consentrow WHERE workspace_id = %s LIMIT 1
intake/writing.py:draw_ids: SELECT seq FROM sqlite_sequence WHERE name = %s
intake/writing.py:flush: INSERT INTO prospects_company (id, name, siret, siren, naf, activity, headcount, headcount_min, address, postcode, city, department, website, email, notes, tags, details, name_key, sort_name, search_text, diffusion, audience, audience_why, opposed_at, provenance_id, workspace_id, created_at, notes_index) VALUES (…, the same in each)
intake/writing.py:flush: INSERT INTO calls_callstate (company_id, position, blocked_by, zone, consumer, any_hour, stratum, workspace_id, known_since, attempts, unanswered, last_outcome, ask_next) VALUES (…, the same in each)
intake/writing.py:flush: INSERT INTO prospects_phonenumber (company_id, contact_id, position, e164, national, kind, extension, state, cost, timezone, workspace_id) VALUES (…, the same in each)
intake/writing.py:flush: INSERT INTO prospects_search (rowid, search_text) SELECT id, search_text FROM prospects_company WHERE id BETWEEN %s AND %s
intake/writing.py:index_in_bulk: INSERT INTO prospects_search (prospects_search, rank) VALUES ('hashsize', %s)
intake/writing.py:search_by_hand: DELETE FROM prospects_bulk
journal/record.py:record: SAVEPOINT
intake/actions.py:_line: UPDATE intake_batch SET workspace_id = %s, member_id = %s, provenance_id = %s, filename = %s, path = %s, choices = %s, state = %s, process = NULL, done_rows = %s, rows = %s, created_count = %s, updated_count = %s, duplicate_count = %s, aside_count = %s, valid_numbers = %s, invalid_numbers = %s, problem = %s, created_at = %s, finished_at = %s WHERE id = %s
journal/record.py:_write: INSERT INTO journal_entry (workspace_id, member_id, at, verb, company_id, subject_id, particulars, changes, undoable, undone_at, key) VALUES (…) RETURNING id
journal/record.py:record: RELEASE SAVEPOINT
intake/actions.py:_in_steps: RELEASE SAVEPOINT
intake/writing.py:connection_for_writing: PRAGMA cache_size = -32000
intake/writing.py:connection_for_writing: PRAGMA mmap_size = 268435456
