using System.Threading.RateLimiting;
using Npgsql;
using NpgsqlTypes;

/// <summary>
/// A rate limiter that several processes and machines share. A row of a PostgreSQL table has the time at which the next permit is free.
/// Each caller adds the time of its permits to it and waits until its previous value.
/// </summary>
/// <remarks>
/// <para>Permits are spread evenly over the window, so that neither fixed nor sliding windows of the server are exceeded.</para>
/// <para>
/// Permits need not be returned. The permits of a caller that is cancelled, or whose process ends, expire unused: their share of the window
/// is lost once. If the database is not available, requests fail before they are sent.
/// </para>
/// </remarks>
internal sealed class PostgreSqlRateLimiter(PostgreSqlRateLimiterOptions options) : RateLimiter
{
    private const string CreateSql = """
        CREATE TABLE IF NOT EXISTS rate_limits (name text PRIMARY KEY, next_free timestamptz NOT NULL);
        """;

    private const string InsertSql = "INSERT INTO rate_limits VALUES ($1, clock_timestamp()) ON CONFLICT DO NOTHING";

    // The time of the database is the only clock: the clocks of the machines may differ. PostgreSQL locks the row until the update is
    // committed and then evaluates the expression again, so two callers never get the same time.
    private const string ReserveSql = """
        UPDATE rate_limits SET next_free = greatest(next_free, clock_timestamp()) + $2
        WHERE name = $1
        RETURNING next_free - $2 - clock_timestamp()
        """;

    private const string ReserveIfFreeSql = """
        UPDATE rate_limits SET next_free = clock_timestamp() + $2
        WHERE name = $1 AND next_free <= clock_timestamp()
        RETURNING interval '0'
        """;

    private readonly TimeSpan _timePerPermit = options.Window / options.PermitLimit;
    private long _queued;
    private long _successful;
    private long _failed;

    /// <summary>Not used: the limiter has no timers or buffers to release.</summary>
    public override TimeSpan? IdleDuration => null;

    /// <summary>Creates the table and the row of the limit, if they do not exist. Call it once, when the application is deployed.</summary>
    public async Task CreateTableAsync(CancellationToken cancellationToken = default)
    {
        await using var create = options.DataSource.CreateCommand(CreateSql);
        await create.ExecuteNonQueryAsync(cancellationToken);
        await using var insert = options.DataSource.CreateCommand(InsertSql);
        insert.Parameters.Add(new() { Value = options.Name });
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    public override RateLimiterStatistics GetStatistics() => new()
    {
        CurrentQueuedCount = Interlocked.Read(ref _queued),
        TotalSuccessfulLeases = Interlocked.Read(ref _successful),
        TotalFailedLeases = Interlocked.Read(ref _failed),
    };

    /// <summary>Reserves permits and waits for them.</summary>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        CheckPermitCount(permitCount);
        var isQueueFull = Interlocked.Add(ref _queued, permitCount) > options.QueueLimit;
        try
        {
            if (isQueueFull)
                return CreateLease(isAcquired: false);
            await using var command = CreateCommand(ReserveSql, permitCount);
            var wait = GetWait(await command.ExecuteScalarAsync(cancellationToken));
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, options.TimeProvider, cancellationToken);
            return CreateLease(isAcquired: true);
        }
        finally
        {
            Interlocked.Add(ref _queued, -permitCount);
        }
    }

    /// <summary>Reserves permits if they are free now.</summary>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        CheckPermitCount(permitCount);
        using var command = CreateCommand(ReserveIfFreeSql, permitCount);
        return CreateLease(isAcquired: command.ExecuteScalar() is not null);
    }

    private void CheckPermitCount(int permitCount) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permitCount, options.PermitLimit);

    private NpgsqlCommand CreateCommand(string sql, int permitCount)
    {
        var command = options.DataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = options.Name });
        command.Parameters.Add(new() { Value = permitCount * _timePerPermit, NpgsqlDbType = NpgsqlDbType.Interval });
        return command;
    }

    private TimeSpan GetWait(object? result) => result is TimeSpan wait ? wait : throw new InvalidOperationException(
        $"The table rate_limits has no row with the name \"{options.Name}\". Call CreateTableAsync first.");

    private Lease CreateLease(bool isAcquired)
    {
        Interlocked.Increment(ref isAcquired ? ref _successful : ref _failed);
        return new Lease(isAcquired, isAcquired ? null : _timePerPermit);
    }

    /// <summary>A lease. If it is not acquired, its metadata has the time after which to try again.</summary>
    private sealed class Lease(bool isAcquired, TimeSpan? retryAfter) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
