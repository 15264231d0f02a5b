"""A team on a PostgreSQL that fails: Patroni, etcd and HAProxy on this machine (bin/test --ha)."""
