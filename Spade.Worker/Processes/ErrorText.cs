using System.Text;

namespace Spade.Worker.Processes;

/// <summary>The beginning of a program's error output. Lines are added while it is read.</summary>
internal sealed class ErrorText
{
    private const int MaxLength = 4096;

    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();

    /// <summary>Adds a line, if there is room.</summary>
    public void Add(string line)
    {
        lock (_lock)
        {
            if (_text.Length + line.Length < MaxLength)
                _text.Append(line).Append('\n');
        }
    }

    /// <summary>Forgets every line.</summary>
    public void Clear()
    {
        lock (_lock)
            _text.Clear();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_lock)
            return _text.ToString();
    }
}
