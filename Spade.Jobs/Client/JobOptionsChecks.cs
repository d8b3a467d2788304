namespace Spade.Jobs.Client;

internal static class JobOptionsChecks
{
    /// <summary>Rejects what PostgreSQL would reject later, or what could never run.</summary>
    /// <exception cref="InvalidJobException">Names every bad value.</exception>
    public static void ThrowIfInvalid(string queue, JobOptions options)
    {
        var errors = Errors(queue, options).ToList();
        if (errors.Count > 0)
            throw new InvalidJobException($"The job cannot be enqueued: {string.Join("; ", errors)}.");
    }

    private static IEnumerable<string> Errors(string queue, JobOptions options)
    {
        if (JobLimits.QueueNameFault("the queue's name", queue) is { } nameFault)
            yield return nameFault;
        if (options.RetryLimit < 0)
            yield return $"RetryLimit is {options.RetryLimit}; use 0 for no retries";
        foreach (var (name, value) in new[]
                 {
                     (nameof(JobOptions.StartAfter), options.StartAfter),
                     (nameof(JobOptions.RetryDelay), options.RetryDelay),
                     (nameof(JobOptions.RetryDelayMax), options.RetryDelayMax),
                 })
        {
            if (value < TimeSpan.Zero || value.TotalMilliseconds > int.MaxValue)
                yield return $"{name} is {value}; use 0 to {TimeSpan.FromMilliseconds(int.MaxValue).TotalDays:0} days";
        }
        if (options.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout.TotalMilliseconds > int.MaxValue))
            yield return $"Timeout is {timeout}; use a positive time, or null for none";
        if (options.SingletonKey is { } key && JobLimits.SingletonKeyFault(key) is { } keyFault)
            yield return keyFault;
        if (options.Group is { } group && JobLimits.GroupFault(group) is { } groupFault)
            yield return groupFault;
        if (options.DeadLetterQueue is { } deadLetters
            && JobLimits.QueueNameFault(nameof(JobOptions.DeadLetterQueue), deadLetters) is { } fault)
            yield return fault;
        else if (options.DeadLetterQueue == queue)
            yield return $"DeadLetterQueue is the queue itself, '{queue}'; use another, or null for none";
    }
}
