namespace Spade.Documents.Documents;

/// <summary>How processes notify one another of a changed document, over <see cref="Spade.Jobs.Notifications.INotifications"/>.</summary>
public static class DocumentNotifications
{
    /// <summary>The topic; the key is the document's content id. Published after the commit of a page or of a change of status.</summary>
    public const string Topic = "documents";
}
