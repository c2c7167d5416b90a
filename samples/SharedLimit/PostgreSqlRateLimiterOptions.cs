using Npgsql;

/// <summary>The options of a <see cref="PostgreSqlRateLimiter"/>.</summary>
internal sealed record PostgreSqlRateLimiterOptions
{
    /// <summary>The database that all processes use.</summary>
    public required NpgsqlDataSource DataSource { get; init; }

    /// <summary>The name of the limit, for example the name of the model. All processes with this name share the limit.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The number of permits per <see cref="Window"/>. The limiter counts requests when they may start, and the server when they
    /// arrive. To avoid rejected requests, use the quota minus the number of requests that can be in flight at a time, minus one.
    /// </summary>
    public required int PermitLimit { get; init; }

    /// <summary>The time to which <see cref="PermitLimit"/> refers. Default: one minute.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The number of permits for which callers of this process can wait at a time; more are rejected. Default: no limit.</summary>
    public int QueueLimit { get; init; } = int.MaxValue;

    /// <summary>Measures waits, whose lengths the database returns. Default: <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
